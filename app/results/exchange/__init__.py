"""Results of many studies for other systems and the quality meeting: CSV, Parquet, FHIR R4, HL7 v2."""
