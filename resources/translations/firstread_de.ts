<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="de" sourcelanguage="en">
<context>
    <name></name>
    <message>
        <source>At the end, because it was marked as read.</source>
        <extracomment>Takes an English sentence and gives it in another language.</extracomment>
        <translation>Am Ende, weil als gelesen markiert.</translation>
    </message>
    <message>
        <source>On top, because a reader pinned it.</source>
        <translation>Ganz oben, weil ein Befunder sie angeheftet hat.</translation>
    </message>
    <message>
        <source>First, because hemorrhage is probable ({finding}); most probable first.</source>
        <translation>Zuerst, weil eine Blutung wahrscheinlich ist ({finding}); die wahrscheinlichste zuoberst.</translation>
    </message>
    <message>
        <source>In its turn among the emergencies</source>
        <translation>An ihrer Stelle unter den Notfällen</translation>
    </message>
    <message>
        <source>In its turn, by arrival</source>
        <translation>An ihrer Stelle, nach Eingang</translation>
    </message>
    <message>
        <source>{turn}: no hemorrhage was found, and that moves no study down.</source>
        <translation>{turn}: Keine Blutung gefunden, und das setzt keine Untersuchung zurück.</translation>
    </message>
    <message>
        <source>{turn}, because {reason} and the outcome is not known.</source>
        <translation>{turn}, denn {reason}, und das Ergebnis ist nicht bekannt.</translation>
    </message>
    <message>
        <source>New in the list: {place}</source>
        <translation>Neu in der Liste: {place}</translation>
    </message>
    <message>
        <source>Moved up among the probable hemorrhages: now {finding}.</source>
        <translation>Nach oben gerückt unter den wahrscheinlichen Blutungen: jetzt {finding}.</translation>
    </message>
    <message>
        <source>Moved down among the probable hemorrhages: now {finding}.</source>
        <translation>Nach unten gerückt unter den wahrscheinlichen Blutungen: jetzt {finding}.</translation>
    </message>
    <message>
        <source>Moved up: it is an emergency.</source>
        <translation>Nach oben gerückt: Es ist ein Notfall.</translation>
    </message>
    <message>
        <source>Moved down: it is not an emergency.</source>
        <translation>Nach unten gerückt: Es ist kein Notfall.</translation>
    </message>
    <message>
        <source>Moved to the end, because it was marked as read.</source>
        <translation>Ans Ende gerückt, weil als gelesen markiert.</translation>
    </message>
    <message>
        <source>Moved to the top, because a reader pinned it.</source>
        <translation>Nach ganz oben gerückt, weil ein Befunder sie angeheftet hat.</translation>
    </message>
    <message>
        <source>Moved up and unread again, because hemorrhage is probable ({finding}).</source>
        <translation>Nach oben gerückt und wieder ungelesen, weil eine Blutung wahrscheinlich ist ({finding}).</translation>
    </message>
    <message>
        <source>No longer pinned, and first because hemorrhage is probable ({finding}).</source>
        <translation>Nicht mehr angeheftet, und zuerst, weil eine Blutung wahrscheinlich ist ({finding}).</translation>
    </message>
    <message>
        <source>Moved up, because hemorrhage is probable ({finding}).</source>
        <translation>Nach oben gerückt, weil eine Blutung wahrscheinlich ist ({finding}).</translation>
    </message>
    <message>
        <source>Moved back to its turn, because it was marked as unread.</source>
        <translation>Zurück an ihrer Stelle, weil als ungelesen markiert.</translation>
    </message>
    <message>
        <source>Back in its turn, because it is no longer pinned.</source>
        <translation>Wieder an ihrer Stelle, weil nicht mehr angeheftet.</translation>
    </message>
    <message>
        <source>Back in its turn, because no hemorrhage was found this time.</source>
        <translation>Wieder an ihrer Stelle, weil diesmal keine Blutung gefunden wurde.</translation>
    </message>
    <message>
        <source>Back in its turn, because {reason} and the earlier answer no longer holds.</source>
        <translation>Wieder an ihrer Stelle, denn {reason}, und das frühere Ergebnis gilt nicht mehr.</translation>
    </message>
    <message>
        <source>it was only just found</source>
        <translation>sie wurde eben erst gefunden</translation>
    </message>
    <message>
        <source>it still waits to be fetched</source>
        <translation>sie wartet noch auf die Übertragung</translation>
    </message>
    <message>
        <source>its images are being fetched</source>
        <translation>ihre Bilder werden übertragen</translation>
    </message>
    <message>
        <source>images are missing</source>
        <translation>es fehlen Bilder</translation>
    </message>
    <message>
        <source>it still waits to be analysed</source>
        <translation>sie wartet noch auf die Analyse</translation>
    </message>
    <message>
        <source>it is being analysed</source>
        <translation>sie wird gerade analysiert</translation>
    </message>
    <message>
        <source>it could not be analysed</source>
        <translation>sie konnte nicht analysiert werden</translation>
    </message>
    <message>
        <source>its analysis failed</source>
        <translation>ihre Analyse ist fehlgeschlagen</translation>
    </message>
    <message>
        <source>it was withdrawn</source>
        <translation>sie wurde zurückgezogen</translation>
    </message>
    <message>
        <source>probability not known</source>
        <translation>Wahrscheinlichkeit nicht bekannt</translation>
    </message>
    <message>
        <source>{percent}, {ml} mL, mostly {type}</source>
        <translation>{percent}, {ml} mL, vor allem {type}</translation>
    </message>
    <message>
        <source>waiting {time}</source>
        <extracomment>So many studies are named in one alert.</extracomment>
        <translation>wartet {time}</translation>
    </message>
    <message numerus="yes">
        <source>Not opened yet: %n urgent studies</source>
        <translation>
            <numerusform>Noch nicht geöffnet: %n dringende Untersuchung</numerusform>
            <numerusform>Noch nicht geöffnet: %n dringende Untersuchungen</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Hemorrhage probable in %n studies</source>
        <translation>
            <numerusform>Blutung wahrscheinlich in %n Untersuchung</numerusform>
            <numerusform>Blutung wahrscheinlich in %n Untersuchungen</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>and %n more</source>
        <translation>
            <numerusform>und %n weitere</numerusform>
            <numerusform>und %n weitere</numerusform>
        </translation>
    </message>
    <message>
        <source>No urgent study waits</source>
        <translation>Keine dringende Untersuchung wartet</translation>
    </message>
    <message numerus="yes">
        <source>%n urgent studies</source>
        <translation>
            <numerusform>%n dringende Untersuchung</numerusform>
            <numerusform>%n dringende Untersuchungen</numerusform>
        </translation>
    </message>
    <message>
        <source>{count}, the oldest waits {time}</source>
        <translation>{count}, die älteste wartet {time}</translation>
    </message>
    <message>
        <source>Agreed</source>
        <translation>Einverstanden</translation>
    </message>
    <message>
        <source>Not hemorrhage</source>
        <translation>Keine Blutung</translation>
    </message>
    <message>
        <source>Missed hemorrhage</source>
        <translation>Übersehene Blutung</translation>
    </message>
    <message>
        <source>Wrong type</source>
        <translation>Falsche Art</translation>
    </message>
    <message>
        <source>Calcification</source>
        <translation>Verkalkung</translation>
    </message>
    <message>
        <source>Artifact</source>
        <translation>Artefakt</translation>
    </message>
    <message>
        <source>Post-operative change</source>
        <translation>Postoperative Veränderung</translation>
    </message>
    <message>
        <source>Vessel or sinus</source>
        <translation>Gefäß oder Sinus</translation>
    </message>
    <message>
        <source>Thick dura or falx</source>
        <translation>Dicke Dura oder Falx</translation>
    </message>
    <message>
        <source>Tumour</source>
        <translation>Tumor</translation>
    </message>
    <message>
        <source>Small</source>
        <translation>Klein</translation>
    </message>
    <message>
        <source>Subacute or isodense</source>
        <translation>Subakut oder isodens</translation>
    </message>
    <message>
        <source>At the skull base</source>
        <translation>An der Schädelbasis</translation>
    </message>
    <message>
        <source>At the vertex</source>
        <translation>Am Vertex</translation>
    </message>
    <message>
        <source>Subarachnoid</source>
        <translation>Subarachnoidal</translation>
    </message>
    <message>
        <source>It is epidural</source>
        <translation>Sie ist epidural</translation>
    </message>
    <message>
        <source>It is subdural</source>
        <translation>Sie ist subdural</translation>
    </message>
    <message>
        <source>It is subarachnoid</source>
        <translation>Sie ist subarachnoidal</translation>
    </message>
    <message>
        <source>It is intraparenchymal</source>
        <translation>Sie ist intraparenchymal</translation>
    </message>
    <message>
        <source>It is intraventricular</source>
        <translation>Sie ist intraventrikulär</translation>
    </message>
    <message>
        <source>Other</source>
        <translation>Anderes</translation>
    </message>
    <message>
        <source>No reason given</source>
        <translation>Kein Grund genannt</translation>
    </message>
    <message>
        <source>{count} × {verdict}: {reason}</source>
        <translation>{count} × {verdict}: {reason}</translation>
    </message>
    <message>
        <source>{percent} % ({low}–{high} %, {hits} of {n})</source>
        <translation>{percent} % ({low}–{high} %, {hits} von {n})</translation>
    </message>
    <message>
        <source>model card of {model}</source>
        <translation>Modellkarte von {model}</translation>
    </message>
    <message>
        <source>verdicts of this site&apos;s readers</source>
        <translation>Urteile der Befunder dieses Hauses</translation>
    </message>
    <message>
        <source>All studies</source>
        <translation>Alle Untersuchungen</translation>
    </message>
    <message>
        <source>Mine</source>
        <translation>Meine</translation>
    </message>
    <message>
        <source>Emergency</source>
        <translation>Notfälle</translation>
    </message>
    <message>
        <source>Unread positives</source>
        <translation>Ungelesene Positive</translation>
    </message>
    <message>
        <source>Not analysed</source>
        <translation>Nicht analysiert</translation>
    </message>
    <message>
        <source>A view needs a name of at most {count} characters.</source>
        <translation>Eine Ansicht braucht einen Namen mit höchstens {count} Zeichen.</translation>
    </message>
    <message>
        <source>This name is taken by a view that ships with Firstread.</source>
        <translation>So heißt schon eine Ansicht, die zu Firstread gehört.</translation>
    </message>
    <message>
        <source>Search for something first; the search is what is saved.</source>
        <translation>Suchen Sie zuerst etwas; gespeichert wird die Suche.</translation>
    </message>
    <message>
        <source>Free words, names and accession numbers are not saved, because they may name a patient.</source>
        <translation>Freie Wörter, Namen und Auftragsnummern werden nicht gespeichert, weil sie einen Patienten nennen können.</translation>
    </message>
    <message>
        <source>epidural</source>
        <translation>epidural</translation>
    </message>
    <message>
        <source>subdural</source>
        <translation>subdural</translation>
    </message>
    <message>
        <source>subarachnoid</source>
        <translation>subarachnoidal</translation>
    </message>
    <message>
        <source>intraparenchymal</source>
        <translation>intraparenchymal</translation>
    </message>
    <message>
        <source>intraventricular</source>
        <translation>intraventrikulär</translation>
    </message>
    <message>
        <source>Found</source>
        <translation>Gefunden</translation>
    </message>
    <message>
        <source>Queued</source>
        <translation>Vorgemerkt</translation>
    </message>
    <message>
        <source>Fetching</source>
        <translation>Überträgt</translation>
    </message>
    <message>
        <source>Archive</source>
        <translation>Archiv</translation>
    </message>
    <message>
        <source>New studies</source>
        <translation>Neue Untersuchungen</translation>
    </message>
    <message>
        <source>Fetching images</source>
        <translation>Übertragung der Bilder</translation>
    </message>
    <message>
        <source>Analysis</source>
        <translation>Analyse</translation>
    </message>
    <message>
        <source>Order of work</source>
        <translation>Reihenfolge der Arbeit</translation>
    </message>
    <message>
        <source>Storage</source>
        <translation>Speicher</translation>
    </message>
    <message>
        <source>Readers</source>
        <translation>Befunder</translation>
    </message>
    <message>
        <source>Viewer of the PACS</source>
        <translation>Viewer des PACS</translation>
    </message>
    <message>
        <source>Alerts</source>
        <translation>Benachrichtigungen</translation>
    </message>
    <message>
        <source>Updates</source>
        <translation>Aktualisierungen</translation>
    </message>
    <message>
        <source>days</source>
        <translation>Tage</translation>
    </message>
    <message>
        <source>GB</source>
        <translation>GB</translation>
    </message>
    <message>
        <source>characters</source>
        <translation>Zeichen</translation>
    </message>
    <message>
        <source>It is a list of words.</source>
        <translation>Es ist eine Liste von Wörtern.</translation>
    </message>
    <message>
        <source>It is a text of {low} to {high} {characters}.</source>
        <translation>Es ist ein Text aus {low} bis {high} {characters}.</translation>
    </message>
    <message>
        <source>It is a whole number from {low} to {high}.</source>
        <translation>Es ist eine ganze Zahl von {low} bis {high}.</translation>
    </message>
    <message>
        <source>It is a number from {low} to {high}.</source>
        <translation>Es ist eine Zahl von {low} bis {high}.</translation>
    </message>
    <message>
        <source>This value is set by your administrator.</source>
        <translation>Diesen Wert hat Ihr Administrator festgelegt.</translation>
    </message>
    <message>
        <source>BLAST-CT cannot be chosen yet, because it was not imported on this computer. To import the checkpoints that you have of it: {command}</source>
        <translation>BLAST-CT kann noch nicht gewählt werden, weil es auf diesem Rechner nicht importiert wurde. So importieren Sie die Checkpoints, die Sie davon haben: {command}</translation>
    </message>
    <message>
        <source>This cannot be used.</source>
        <translation>Das ist nicht verwendbar.</translation>
    </message>
    <message>
        <source>Another archive has this name.</source>
        <translation>Ein anderes Archiv heißt schon so.</translation>
    </message>
    <message>
        <source>Incomplete</source>
        <translation>Unvollständig</translation>
    </message>
    <message>
        <source>Waiting</source>
        <translation>Wartet</translation>
    </message>
    <message>
        <source>Analysing</source>
        <translation>Analysiert</translation>
    </message>
    <message>
        <source>Probable bleed</source>
        <translation>V. a. Blutung</translation>
    </message>
    <message>
        <source>None found</source>
        <translation>Keine gefunden</translation>
    </message>
    <message>
        <source>Failed</source>
        <translation>Fehlgeschlagen</translation>
    </message>
    <message>
        <source>Withdrawn</source>
        <translation>Zurückgezogen</translation>
    </message>
    <message>
        <source>punctate</source>
        <translation>punktförmig</translation>
    </message>
    <message>
        <source>small</source>
        <translation>klein</translation>
    </message>
    <message>
        <source>medium</source>
        <translation>mittel</translation>
    </message>
    <message>
        <source>large</source>
        <translation>groß</translation>
    </message>
    <message>
        <source>denser than blood, and no blood around it</source>
        <translation>dichter als Blut, und kein Blut darum herum</translation>
    </message>
    <message>
        <source>Jan</source>
        <translation>Jan</translation>
    </message>
    <message>
        <source>Feb</source>
        <translation>Feb</translation>
    </message>
    <message>
        <source>Mar</source>
        <translation>Mär</translation>
    </message>
    <message>
        <source>Apr</source>
        <translation>Apr</translation>
    </message>
    <message>
        <source>May</source>
        <translation>Mai</translation>
    </message>
    <message>
        <source>Jun</source>
        <translation>Jun</translation>
    </message>
    <message>
        <source>Jul</source>
        <translation>Jul</translation>
    </message>
    <message>
        <source>Aug</source>
        <translation>Aug</translation>
    </message>
    <message>
        <source>Sep</source>
        <translation>Sep</translation>
    </message>
    <message>
        <source>Oct</source>
        <translation>Okt</translation>
    </message>
    <message>
        <source>Nov</source>
        <translation>Nov</translation>
    </message>
    <message>
        <source>Dec</source>
        <translation>Dez</translation>
    </message>
    <message>
        <source>Research software - not a medical device</source>
        <translation>Forschungssoftware - kein Medizinprodukt</translation>
    </message>
    <message>
        <source>{days} d {hours} h</source>
        <translation>{days} T {hours} h</translation>
    </message>
    <message>
        <source>Hemorrhage probable, {probability}</source>
        <translation>Blutung wahrscheinlich, {probability}</translation>
    </message>
    <message>
        <source>No hemorrhage found, probability {probability}</source>
        <translation>Keine Blutung gefunden, Wahrscheinlichkeit {probability}</translation>
    </message>
    <message>
        <source>Not analysed: this study has no result</source>
        <translation>Nicht analysiert: Diese Untersuchung hat kein Ergebnis</translation>
    </message>
    <message>
        <source>Analysis failed: this study has no result</source>
        <translation>Analyse fehlgeschlagen: Diese Untersuchung hat kein Ergebnis</translation>
    </message>
    <message>
        <source>Withdrawn: this study has no result</source>
        <translation>Zurückgezogen: Diese Untersuchung hat kein Ergebnis</translation>
    </message>
    <message>
        <source>{state}: no result yet</source>
        <translation>{state}: noch kein Ergebnis</translation>
    </message>
    <message>
        <source>An earlier analysis found hemorrhage, probability {probability}; its result is not shown.</source>
        <translation>Eine frühere Analyse fand eine Blutung, Wahrscheinlichkeit {probability}; ihr Ergebnis wird nicht gezeigt.</translation>
    </message>
    <message>
        <source>An earlier analysis left an answer; it no longer holds and is not shown.</source>
        <translation>Von einer früheren Analyse gibt es ein Ergebnis; es gilt nicht mehr und wird nicht gezeigt.</translation>
    </message>
    <message>
        <source>Masks and volumes that are still shown are an earlier answer, which no longer holds.</source>
        <translation>Masken und Volumen, die noch zu sehen sind, gehören zu einem früheren Ergebnis, das nicht mehr gilt.</translation>
    </message>
    <message>
        <source>slice {first}</source>
        <translation>Schicht {first}</translation>
    </message>
    <message>
        <source>slices {first}–{last}</source>
        <translation>Schichten {first}–{last}</translation>
    </message>
    <message numerus="yes">
        <source>%n lesions, total {total} mL</source>
        <translation>
            <numerusform>%n Läsion, insgesamt {total} mL</numerusform>
            <numerusform>%n Läsionen, insgesamt {total} mL</numerusform>
        </translation>
    </message>
    <message>
        <source>{count}; largest {type} {ml} mL (95 % interval {low}–{high} mL), {where}.</source>
        <translation>{count}; größte: {type} {ml} mL (95-%-Intervall {low}–{high} mL), {where}.</translation>
    </message>
    <message>
        <source>Model {name}.</source>
        <translation>Modell {name}.</translation>
    </message>
    <message>
        <source>Edited by a reader ({changes}); score and probability are the program&apos;s own.</source>
        <translation>Von einem Befunder bearbeitet ({changes}); Score und Wahrscheinlichkeit sind die des Programms.</translation>
    </message>
    <message>
        <source>By the reader: {volumes}.</source>
        <translation>Nach dem Befunder: {volumes}.</translation>
    </message>
    <message>
        <source>The reader left no lesion.</source>
        <translation>Der Befunder hat keine Läsion gelten lassen.</translation>
    </message>
    <message>
        <source>{patient}, images open</source>
        <extracomment>Role of the whole :class:`StudyRecord` of a row. Role of a row&apos;s latest :class:`Move` of the last minutes, or None. Updates are gathered this long before the table changes, so that a burst of events costs one update. A search that depends on the clock is made again after so many ticks. What makes up a list, beside the words of the language. The rows, their order or the difference to the right order changed. Rows moved up: a tuple of :class:`Move`, right after the table has them in their new places. Who ``is:mine`` in the search means. Study Instance UID of the study that the viewer shows; empty for none.</extracomment>
        <translation>{patient}, Bilder geöffnet</translation>
    </message>
    <message>
        <source>You put it back; it stands as it would without the answer.</source>
        <translation>Von Ihnen zurückgestellt; sie steht, wo sie ohne das Ergebnis stünde.</translation>
    </message>
    <message>
        <source>{time}: {why}</source>
        <translation>{time}: {why}</translation>
    </message>
    <message>
        <source>Priority</source>
        <translation>Priorität</translation>
    </message>
    <message>
        <source>Class of the worklist order; hover a row to see why it stands where it stands</source>
        <translation>Klasse der Reihenfolge; auf einer Zeile verweilen, um zu sehen, warum sie dort steht</translation>
    </message>
    <message>
        <source>State</source>
        <translation>Status</translation>
    </message>
    <message>
        <source>Where the study stands; only &apos;None found&apos; means that no hemorrhage was found</source>
        <translation>Stand der Untersuchung; nur „Keine gefunden“ heißt, dass keine Blutung gefunden wurde</translation>
    </message>
    <message>
        <source>Prob.</source>
        <translation>Wahrsch.</translation>
    </message>
    <message>
        <source>Probability of any intracranial hemorrhage, calibrated unless the row says otherwise, with its 95 % interval where it is known</source>
        <translation>Wahrscheinlichkeit irgendeiner intrakraniellen Blutung, kalibriert, wenn die Zeile nichts anderes sagt, mit ihrem 95-%-Intervall, wo es bekannt ist</translation>
    </message>
    <message>
        <source>Types</source>
        <translation>Arten</translation>
    </message>
    <message>
        <source>Types found, largest volume first: EDH, SDH, SAH, IPH, IVH</source>
        <translation>Gefundene Arten, größtes Volumen zuerst: EDH, SDH, SAH, IPH, IVH</translation>
    </message>
    <message>
        <source>mL</source>
        <translation>mL</translation>
    </message>
    <message>
        <source>Volume of all hemorrhage in mL; punctate &lt; 0.01, small to 5, medium to 25, large &gt; 25 mL</source>
        <translation>Volumen aller Blutungen in mL; punktförmig &lt; 0.01, klein bis 5, mittel bis 25, groß &gt; 25 mL</translation>
    </message>
    <message>
        <source>Patient</source>
        <translation>Patient</translation>
    </message>
    <message>
        <source>Patient&apos;s name</source>
        <translation>Name des Patienten</translation>
    </message>
    <message>
        <source>Age</source>
        <translation>Alter</translation>
    </message>
    <message>
        <source>Time since this workstation first heard of the study, until it was read</source>
        <translation>Zeit, seit dieser Arbeitsplatz von der Untersuchung weiß, bis sie gelesen wurde</translation>
    </message>
    <message>
        <source>Marks</source>
        <translation>Marken</translation>
    </message>
    <message>
        <source>Priors</source>
        <translation>Voraufn.</translation>
    </message>
    <message>
        <source>Earlier studies of the same patient in this list</source>
        <translation>Voruntersuchungen desselben Patienten in dieser Liste</translation>
    </message>
    <message>
        <source>Accession</source>
        <translation>Auftrag</translation>
    </message>
    <message>
        <source>Age on the day of the study, and sex as in DICOM: F female, M male, O other</source>
        <translation>Alter am Tag der Untersuchung, und Geschlecht wie in DICOM: F weiblich, M männlich, O anderes</translation>
    </message>
    <message>
        <source>Emergency, pinned, flagged, claimed, with a note or verdict, disputed by the second reader</source>
        <translation>Notfall, angeheftet, markiert, übernommen, mit Notiz oder Urteil, vom Zweitbefunder bestritten</translation>
    </message>
    <message>
        <source>Change</source>
        <translation>Verlauf</translation>
    </message>
    <message>
        <source>Against the patient&apos;s last earlier head CT; larger: by over 6 mL or 33 %, clear of uncertainty</source>
        <translation>Gegenüber dem letzten vorangegangenen Kopf-CT des Patienten; größer: um über 6 mL oder 33&#xa0;%, außerhalb der Unsicherheit</translation>
    </message>
    <message>
        <source>Accession number</source>
        <translation>Auftragsnummer (Accession Number)</translation>
    </message>
    <message>
        <source>Study time</source>
        <translation>Zeitpunkt</translation>
    </message>
    <message>
        <source>Study date and time, as the scanner wrote them</source>
        <translation>Datum und Uhrzeit der Untersuchung, wie der Scanner sie schrieb</translation>
    </message>
    <message>
        <source>Description</source>
        <translation>Beschreibung</translation>
    </message>
    <message>
        <source>Study description</source>
        <translation>Beschreibung der Untersuchung</translation>
    </message>
    <message>
        <source>Station</source>
        <translation>Gerät</translation>
    </message>
    <message>
        <source>Station name of the scanner</source>
        <translation>Stationsname des Scanners</translation>
    </message>
    <message>
        <source>Read by</source>
        <translation>Gelesen von</translation>
    </message>
    <message>
        <source>Who marked the study as read, or who says to read it now</source>
        <translation>Wer die Untersuchung als gelesen markiert hat oder sie gerade liest</translation>
    </message>
    <message>
        <source>Urgent</source>
        <extracomment>Letters of a name or description in the pop-up of a row.</extracomment>
        <translation>Dringend</translation>
    </message>
    <message>
        <source>Unknown</source>
        <translation>Unbekannt</translation>
    </message>
    <message>
        <source>In turn</source>
        <translation>Regulär</translation>
    </message>
    <message>
        <source>Read</source>
        <translation>Gelesen</translation>
    </message>
    <message>
        <source>emergency</source>
        <translation>Notfall</translation>
    </message>
    <message>
        <source>pinned</source>
        <translation>angeheftet</translation>
    </message>
    <message>
        <source>flagged</source>
        <translation>markiert</translation>
    </message>
    <message>
        <source>claimed</source>
        <translation>übernommen</translation>
    </message>
    <message>
        <source>note</source>
        <translation>Notiz</translation>
    </message>
    <message>
        <source>verdict</source>
        <translation>Urteil</translation>
    </message>
    <message>
        <source>second reader disagrees</source>
        <translation>Zweitbefunder widerspricht</translation>
    </message>
    <message>
        <source>{name} reads it</source>
        <translation>{name} liest sie</translation>
    </message>
    <message>
        <source>Note: {text}</source>
        <translation>Notiz: {text}</translation>
    </message>
    <message>
        <source>&amp;Strip on top of all windows</source>
        <translation>&amp;Streifen über allen Fenstern</translation>
    </message>
    <message>
        <source>&amp;Department</source>
        <translation>&amp;Abteilung</translation>
    </message>
    <message>
        <source>&amp;Cover the windows</source>
        <translation>&amp;Fenster verdecken</translation>
    </message>
    <message>
        <source>Earlier study</source>
        <extracomment>The :class:`Window` that the reader wants here, as on every page. The :class:`app.domain.follow_up.FollowUp` of the open study and the prior that is shown.</extracomment>
        <translation>Voruntersuchung</translation>
    </message>
    <message>
        <source>Type</source>
        <extracomment>Columns of numbers.</extracomment>
        <translation>Art</translation>
    </message>
    <message>
        <source>mL: voxels of the mask times their true size; the interval takes the mask&apos;s surface to be right within half a voxel and says nothing of larger errors. Side and region: by position in the skull alone. ≠: ABC/2 differs from the mask by more than 30 %. Slices count from the skull base. Brain window, 80/40 HU.</source>
        <extracomment>A report shows at most so many slices.</extracomment>
        <translation>mL: Voxel der Maske mal ihre wahre Größe; das Intervall nimmt an, dass die Oberfläche der Maske auf ein halbes Voxel stimmt, und sagt nichts über größere Fehler. Seite und Region: allein nach der Lage im Schädel. ≠: ABC/2 weicht um mehr als 30&#xa0;% von der Maske ab. Schichten zählen ab der Schädelbasis. Hirnfenster, 80/40 HU.</translation>
    </message>
    <message>
        <source>Larger and smaller: by more than 6 mL or 33 %, and clear of the 95 % intervals of both volumes.</source>
        <translation>Größer und kleiner: um mehr als 6 mL oder 33&#xa0;% und außerhalb der 95-%-Intervalle beider Volumen.</translation>
    </message>
    <message>
        <source>Slice {number}</source>
        <extracomment>Warnings that name a day, and so are left out where nothing may tell who it was.</extracomment>
        <translation>Schicht {number}</translation>
    </message>
    <message>
        <source>Model {model} ({digest}), Firstread {version}.</source>
        <translation>Modell {model} ({digest}), Firstread {version}.</translation>
    </message>
    <message>
        <source>Head CT: probable intracranial hemorrhage</source>
        <translation>Kopf-CT: wahrscheinliche intrakranielle Blutung</translation>
    </message>
    <message>
        <source>Made by a program; look at the images themselves.</source>
        <translation>Von einem Programm erstellt; sehen Sie die Bilder selbst an.</translation>
    </message>
    <message>
        <source>The program answers: {finding}.</source>
        <translation>Ergebnis des Programms: {finding}.</translation>
    </message>
    <message>
        <source>Result</source>
        <translation>Ergebnis</translation>
    </message>
    <message>
        <source>No lesion above the threshold. That does not rule out hemorrhage.</source>
        <translation>Keine Läsion über der Schwelle. Das schließt eine Blutung nicht aus.</translation>
    </message>
    <message>
        <source>Totals</source>
        <translation>Summen</translation>
    </message>
    <message>
        <source>Key slices</source>
        <translation>Schlüsselbilder</translation>
    </message>
    <message>
        <source>Masks and volumes below were edited by a reader</source>
        <translation>Masken und Volumen unten hat ein Befunder bearbeitet</translation>
    </message>
    <message>
        <source>Masks and volumes below were edited by reader {name}, {at}</source>
        <translation>Masken und Volumen unten hat {name} bearbeitet, {at}</translation>
    </message>
    <message>
        <source>score and probability are the program&apos;s own.</source>
        <translation>Score und Wahrscheinlichkeit sind die des Programms.</translation>
    </message>
    <message>
        <source>Measured by the reader on slice {number}: distance of the septum from the line between the attachments of the falx.</source>
        <translation>Vom Befunder auf Schicht {number} gemessen: Abstand des Septums von der Linie zwischen den Ansätzen der Falx.</translation>
    </message>
    <message>
        <source>Midline</source>
        <translation>Mittellinie</translation>
    </message>
    <message>
        <source>Since the earlier study</source>
        <translation>Seit der Voruntersuchung</translation>
    </message>
    <message>
        <source>Before, mL</source>
        <translation>Vorher, mL</translation>
    </message>
    <message>
        <source>Now, mL</source>
        <translation>Jetzt, mL</translation>
    </message>
    <message>
        <source>Change, mL</source>
        <translation>Änderung, mL</translation>
    </message>
    <message>
        <source>Change, %</source>
        <translation>Änderung, %</translation>
    </message>
    <message>
        <source>90 or older</source>
        <translation>90 oder älter</translation>
    </message>
    <message>
        <source>de-identified</source>
        <translation>de-identifiziert</translation>
    </message>
    <message>
        <source>Patient ID</source>
        <translation>Patienten-ID</translation>
    </message>
    <message>
        <source>Age, sex</source>
        <translation>Alter, Geschlecht</translation>
    </message>
    <message>
        <source>Study</source>
        <translation>Untersuchung</translation>
    </message>
    <message>
        <source>Printed</source>
        <translation>Gedruckt</translation>
    </message>
    <message>
        <source>Change in volume by type</source>
        <translation>Änderung des Volumens nach Art</translation>
    </message>
    <message>
        <source>Registering the earlier study</source>
        <translation>Die Voruntersuchung wird registriert</translation>
    </message>
    <message>
        <source>Segmentation</source>
        <translation>Segmentierung</translation>
    </message>
    <message>
        <source>Structure set</source>
        <translation>Struktursatz</translation>
    </message>
    <message>
        <source>Product not named</source>
        <translation>Produkt nicht genannt</translation>
    </message>
    <message>
        <source>date not known</source>
        <translation>Datum nicht bekannt</translation>
    </message>
    <message>
        <source>The two do not lie well on each other: do not compare them pixel by pixel.</source>
        <translation>Die beiden liegen nicht gut aufeinander: nicht Pixel für Pixel vergleichen.</translation>
    </message>
    <message>
        <source>The two studies carry different names: make sure that it is the same patient.</source>
        <translation>Die beiden Untersuchungen tragen verschiedene Namen: Bitte prüfen, ob es derselbe Patient ist.</translation>
    </message>
    <message>
        <source>Registered, interpolated</source>
        <translation>Registriert, interpoliert</translation>
    </message>
    <message>
        <source>Total</source>
        <translation>Gesamt</translation>
    </message>
    <message>
        <source>Take studies &amp;read without a verdict for agreement</source>
        <extracomment>Who finds a negative answer right says nothing: without these studies the rates would be of the errors alone.</extracomment>
        <translation>&amp;Gelesene ohne Urteil als Zustimmung nehmen</translation>
    </message>
    <message>
        <source>Period</source>
        <translation>Zeitraum</translation>
    </message>
    <message>
        <source>by week</source>
        <translation>nach Wochen</translation>
    </message>
    <message>
        <source>by four weeks</source>
        <translation>nach vier Wochen</translation>
    </message>
    <message>
        <source>&amp;Export verdicts without names ...</source>
        <translation>Urteile ohne Namen &amp;exportieren ...</translation>
    </message>
    <message>
        <source>Agreement over time</source>
        <translation>Übereinstimmung über die Zeit</translation>
    </message>
    <message>
        <source>Positive answers that are hemorrhage (PPV)</source>
        <translation>Positive Ergebnisse, die Blutungen sind (PPV)</translation>
    </message>
    <message>
        <source>Hemorrhages with a positive answer (sensitivity)</source>
        <translation>Blutungen mit positivem Ergebnis (Sensitivität)</translation>
    </message>
    <message>
        <source>Others with a negative answer (specificity)</source>
        <translation>Andere mit negativem Ergebnis (Spezifität)</translation>
    </message>
    <message>
        <source>Negative answers without hemorrhage (NPV)</source>
        <translation>Negative Ergebnisse ohne Blutung (NPV)</translation>
    </message>
    <message>
        <source>PPV</source>
        <translation>PPV</translation>
    </message>
    <message>
        <source>sensitivity</source>
        <translation>Sensitivität</translation>
    </message>
    <message>
        <source>known only with the studies read without a verdict</source>
        <translation>nur mit den ohne Urteil gelesenen Untersuchungen bekannt</translation>
    </message>
    <message>
        <source>No answer was called wrong yet.</source>
        <translation>Noch wurde kein Ergebnis falsch genannt.</translation>
    </message>
    <message>
        <source>{said} verdicts, {silent} studies read without one. Bars and brackets are 95 % intervals (Wilson).</source>
        <translation>{said} Urteile, {silent} Untersuchungen ohne Urteil gelesen. Balken und Klammern sind 95-%-Intervalle (Wilson).</translation>
    </message>
    <message>
        <source>Who only speaks up when something is wrong makes the program look worse.</source>
        <translation>Wer sich nur meldet, wenn etwas falsch ist, lässt das Programm schlechter aussehen.</translation>
    </message>
    <message>
        <source>Department</source>
        <extracomment>What left the program as a file, in a few words without patient data; from the thread that wrote it.</extracomment>
        <translation>Abteilung</translation>
    </message>
    <message>
        <source>Scores and flags</source>
        <translation>Scores und Meldungen</translation>
    </message>
    <message>
        <source>Threshold</source>
        <extracomment>The threshold that is looked at. Of the studies of this site, the fraction that each threshold of the grid flags; empty without any.</extracomment>
        <translation>Schwelle</translation>
    </message>
    <message>
        <source>Reading queue</source>
        <translation>Warteschlange der Befundung</translation>
    </message>
    <message>
        <source>Agreement</source>
        <translation>Übereinstimmung</translation>
    </message>
    <message>
        <source>Reading the journal …</source>
        <translation>Das Journal wird gelesen …</translation>
    </message>
    <message>
        <source>The verdicts are written.</source>
        <translation>Die Urteile sind geschrieben.</translation>
    </message>
    <message>
        <source>Inpatients</source>
        <translation>Stationäre</translation>
    </message>
    <message>
        <source>Outpatients</source>
        <translation>Ambulante</translation>
    </message>
    <message>
        <source>Export verdicts without names</source>
        <translation>Urteile ohne Namen exportieren</translation>
    </message>
    <message>
        <source>Mean wait against a list without the program</source>
        <translation>Mittlere Wartezeit gegen eine Liste ohne das Programm</translation>
    </message>
    <message>
        <source>threshold</source>
        <translation>Schwelle</translation>
    </message>
    <message>
        <source>minutes sooner</source>
        <translation>Minuten früher</translation>
    </message>
    <message>
        <source>&amp;Time for a study, all else included</source>
        <translation>&amp;Zeit für eine Untersuchung, alles eingerechnet</translation>
    </message>
    <message>
        <source>&amp;Readers</source>
        <translation>&amp;Befunder</translation>
    </message>
    <message>
        <source>studies</source>
        <translation>Untersuchungen</translation>
    </message>
    <message>
        <source>without the program</source>
        <translation>ohne das Programm</translation>
    </message>
    <message>
        <source>with it</source>
        <translation>mit ihm</translation>
    </message>
    <message>
        <source>difference of the mean</source>
        <translation>Unterschied im Mittel</translation>
    </message>
    <message>
        <source>flagged studies</source>
        <translation>gemeldete Untersuchungen</translation>
    </message>
    <message>
        <source>all others</source>
        <translation>alle anderen</translation>
    </message>
    <message>
        <source>today</source>
        <translation>heute</translation>
    </message>
    <message>
        <source>Today</source>
        <translation>Heute</translation>
    </message>
    <message>
        <source>Chosen</source>
        <translation>Gewählt</translation>
    </message>
    <message>
        <source>others</source>
        <translation>andere</translation>
    </message>
    <message>
        <source>The last {count} arrivals of this workstation, replayed. Waiting times: median, and in brackets what nine of ten stay below. A study is flagged from the moment its answer came. Nobody is faster by another order: what the flagged gain, the others pay.</source>
        <translation>Die letzten {count} Eingänge dieses Arbeitsplatzes, nachgespielt. Wartezeiten: Median, und in Klammern, worunter neun von zehn bleiben. Eine Untersuchung gilt als gemeldet, sobald ihr Ergebnis da war. Durch eine andere Reihenfolge wird niemand schneller: Was die gemeldeten gewinnen, zahlen die anderen.</translation>
    </message>
    <message>
        <source>No study has arrived yet.</source>
        <translation>Es ist noch keine Untersuchung eingetroffen.</translation>
    </message>
    <message>
        <source>At {threshold:.2f}:</source>
        <translation>Bei {threshold:.2f}:</translation>
    </message>
    <message>
        <source>flagged studies {gain},</source>
        <translation>gemeldete Untersuchungen {gain},</translation>
    </message>
    <message>
        <source>all others {gain}.</source>
        <translation>alle anderen {gain}.</translation>
    </message>
    <message>
        <source>With the sensitivity that was measured, hemorrhages in the mean {gain}.</source>
        <translation>Bei der gemessenen Sensitivität Blutungen im Mittel {gain}.</translation>
    </message>
    <message>
        <source>the same</source>
        <translation>gleich</translation>
    </message>
    <message>
        <source>{time} sooner</source>
        <translation>{time} früher</translation>
    </message>
    <message>
        <source>{time} later</source>
        <translation>{time} später</translation>
    </message>
    <message>
        <source>Scores of the answers</source>
        <translation>Scores der Ergebnisse</translation>
    </message>
    <message>
        <source>score</source>
        <translation>Score</translation>
    </message>
    <message>
        <source>By hour of the day</source>
        <translation>Nach Tageszeit</translation>
    </message>
    <message>
        <source>hour</source>
        <translation>Stunde</translation>
    </message>
    <message>
        <source>studies a day</source>
        <translation>Untersuchungen am Tag</translation>
    </message>
    <message>
        <source>all studies</source>
        <translation>alle Untersuchungen</translation>
    </message>
    <message>
        <source>{studies} studies in {days:.1f} days, {an_hour:.1f} an hour, {flags:.1f} of them flagged a day. </source>
        <translation>{studies} Untersuchungen in {days:.1f} Tagen, {an_hour:.1f} in der Stunde, davon {flags:.1f} am Tag gemeldet. </translation>
    </message>
    <message>
        <source>{scores} scores of model {model}, {above} at or above its threshold {threshold:.2f}.</source>
        <translation>{scores} Scores des Modells {model}, {above} an oder über der Schwelle {threshold:.2f}.</translation>
    </message>
    <message>
        <source>No study has an answer yet.</source>
        <translation>Noch hat keine Untersuchung ein Ergebnis.</translation>
    </message>
    <message>
        <source>Rates by threshold</source>
        <translation>Raten nach Schwelle</translation>
    </message>
    <message>
        <source>Flags a shift by threshold</source>
        <translation>Meldungen je Dienst nach Schwelle</translation>
    </message>
    <message>
        <source>flags a shift</source>
        <translation>Meldungen je Dienst</translation>
    </message>
    <message>
        <source>&amp;Patients</source>
        <translation>&amp;Patienten</translation>
    </message>
    <message>
        <source>with &amp;hemorrhage</source>
        <translation>mit &amp;Blutung</translation>
    </message>
    <message>
        <source>&amp;studies a shift</source>
        <translation>&amp;Untersuchungen je Dienst</translation>
    </message>
    <message>
        <source>false alarms</source>
        <translation>Fehlalarme</translation>
    </message>
    <message>
        <source>of the flags true (PPV)</source>
        <translation>der Meldungen richtig (PPV)</translation>
    </message>
    <message>
        <source>missed a shift</source>
        <translation>übersehen je Dienst</translation>
    </message>
    <message>
        <source>Threshold {value:.2f}</source>
        <translation>Schwelle {value:.2f}</translation>
    </message>
    <message>
        <source>specificity</source>
        <translation>Spezifität</translation>
    </message>
    <message>
        <source>PPV here</source>
        <translation>PPV hier</translation>
    </message>
    <message>
        <source>expected</source>
        <translation>erwartet</translation>
    </message>
    <message>
        <source>by the scores of this site</source>
        <translation>nach den Scores dieses Hauses</translation>
    </message>
    <message>
        <source>Today, {value:.2f}</source>
        <translation>Heute, {value:.2f}</translation>
    </message>
    <message>
        <source>The model card has no rates by threshold, and this site has too few verdicts for rates of its own: only the flags by the scores of this site are known.</source>
        <translation>Die Modellkarte hat keine Raten nach Schwelle, und dieses Haus hat zu wenige Urteile für eigene: Bekannt sind nur die Meldungen nach den Scores dieses Hauses.</translation>
    </message>
    <message>
        <source>Rates: {source}, {positives} studies with hemorrhage and {negatives} without. </source>
        <translation>Raten: {source}, {positives} Untersuchungen mit Blutung und {negatives} ohne. </translation>
    </message>
    <message>
        <source>The limits take both 95 % intervals together. They hold only for patients and scanners like those. A threshold is changed with the model, never here.</source>
        <translation>Die Grenzen nehmen beide 95-%-Intervalle zusammen. Sie gelten nur für solche Patienten und Scanner. Eine Schwelle wird mit dem Modell geändert, nie hier.</translation>
    </message>
    <message>
        <source>Value under the pointer</source>
        <translation>Wert unter dem Zeiger</translation>
    </message>
    <message>
        <source>Scroll</source>
        <extracomment>Tool of the left button, icon, name, key, what it does.</extracomment>
        <translation>Blättern</translation>
    </message>
    <message>
        <source>Left: {tool}. Right: window. Middle: pan. Ctrl and wheel: zoom. Space held: bare image. F1: keys.</source>
        <translation>Links: {tool}. Rechts: Fenster. Mitte: verschieben. Strg und Rad: Zoom. Leertaste gehalten: nur das Bild. F1: Tasten.</translation>
    </message>
    <message>
        <source>In the worklist</source>
        <extracomment>What no action stands for.</extracomment>
        <translation>In der Arbeitsliste</translation>
    </message>
    <message>
        <source>Click, Enter</source>
        <translation>Klick, Enter</translation>
    </message>
    <message>
        <source>open the study</source>
        <translation>Untersuchung öffnen</translation>
    </message>
    <message>
        <source>Up, Down</source>
        <translation>Auf, Ab</translation>
    </message>
    <message>
        <source>move without opening</source>
        <translation>bewegen, ohne zu öffnen</translation>
    </message>
    <message>
        <source>Home, End, Page Up, Page Down</source>
        <translation>Pos1, Ende, Bild auf, Bild ab</translation>
    </message>
    <message>
        <source>through the list</source>
        <translation>durch die Liste</translation>
    </message>
    <message>
        <source>Menu key</source>
        <translation>Menütaste</translation>
    </message>
    <message>
        <source>what can be done with the study</source>
        <translation>was mit der Untersuchung getan werden kann</translation>
    </message>
    <message>
        <source>Tab</source>
        <translation>Tab</translation>
    </message>
    <message>
        <source>to the next part of the window</source>
        <translation>zum nächsten Teil des Fensters</translation>
    </message>
    <message>
        <source>Right click on a title</source>
        <translation>Rechtsklick auf einen Titel</translation>
    </message>
    <message>
        <source>choose columns</source>
        <translation>Spalten wählen</translation>
    </message>
    <message>
        <source>Esc in the search</source>
        <translation>Esc in der Suche</translation>
    </message>
    <message>
        <source>empty it, then back to the list</source>
        <translation>leeren, dann zurück zur Liste</translation>
    </message>
    <message>
        <source>Down in the search</source>
        <translation>Ab in der Suche</translation>
    </message>
    <message>
        <source>back to the list</source>
        <translation>zurück zur Liste</translation>
    </message>
    <message>
        <source>Ctrl+Enter in a note</source>
        <translation>Strg+Enter in einer Notiz</translation>
    </message>
    <message>
        <source>save it</source>
        <translation>sie speichern</translation>
    </message>
    <message>
        <source>In the image</source>
        <translation>Im Bild</translation>
    </message>
    <message>
        <source>Wheel, Up, Down</source>
        <translation>Rad, Auf, Ab</translation>
    </message>
    <message>
        <source>through the slices; up is towards the head</source>
        <translation>durch die Schichten; aufwärts ist kopfwärts</translation>
    </message>
    <message>
        <source>Page Up, Page Down</source>
        <translation>Bild auf, Bild ab</translation>
    </message>
    <message>
        <source>five slices</source>
        <translation>fünf Schichten</translation>
    </message>
    <message>
        <source>Home, End</source>
        <translation>Pos1, Ende</translation>
    </message>
    <message>
        <source>vertex, skull base</source>
        <translation>Vertex, Schädelbasis</translation>
    </message>
    <message>
        <source>Left drag</source>
        <translation>Ziehen mit links</translation>
    </message>
    <message>
        <source>as the chosen tool says</source>
        <translation>wie das gewählte Werkzeug sagt</translation>
    </message>
    <message>
        <source>Right drag</source>
        <translation>Ziehen mit rechts</translation>
    </message>
    <message>
        <source>window: to the sides width, up and down level</source>
        <translation>Fenster: seitwärts Breite, auf und ab Lage</translation>
    </message>
    <message>
        <source>Ctrl and wheel, middle drag</source>
        <translation>Strg und Rad, Ziehen mit der Mitte</translation>
    </message>
    <message>
        <source>zoom, move</source>
        <translation>Zoom, verschieben</translation>
    </message>
    <message>
        <source>Space, held</source>
        <translation>Leertaste, gehalten</translation>
    </message>
    <message>
        <source>bare image</source>
        <translation>nur das Bild</translation>
    </message>
    <message>
        <source>Esc</source>
        <translation>Esc</translation>
    </message>
    <message>
        <source>give up a measurement, close the other results</source>
        <translation>eine Messung aufgeben, andere Ergebnisse schließen</translation>
    </message>
    <message>
        <source>Ctrl+Z, Ctrl+Shift+Z</source>
        <translation>Strg+Z, Strg+Umschalt+Z</translation>
    </message>
    <message>
        <source>while masks are edited: take back, make again</source>
        <translation>beim Bearbeiten der Masken: zurücknehmen, wiederholen</translation>
    </message>
    <message>
        <source>Click, drag in a reformat</source>
        <translation>Klick, Ziehen in einer Reformatierung</translation>
    </message>
    <message>
        <source>move the crosshair</source>
        <translation>das Fadenkreuz bewegen</translation>
    </message>
    <message>
        <source>Image and reading</source>
        <translation>Bild und Befundung</translation>
    </message>
    <message>
        <source>Keys</source>
        <translation>Tasten</translation>
    </message>
    <message numerus="yes">
        <source>%n studies opened.</source>
        <extracomment>Key of the columns&apos; layout; one of another number of columns is of an older version and would hide the new ones. What left the program as a file, in a few words without patient data; emitted from the thread that wrote it. Studies that the reader will probably open next: a tuple of their Study Instance UIDs. The study that an action is about, or what is known of it, may be another one now. The reader wants to open images from a disk. Files and folders that were dropped on the window: a tuple of Path. The latest word of each part of the machine, by its kind and name.</extracomment>
        <translation>
            <numerusform>%n Untersuchung geöffnet.</numerusform>
            <numerusform>%n Untersuchungen geöffnet.</numerusform>
        </translation>
    </message>
    <message>
        <source>Loading …</source>
        <translation>Lädt …</translation>
    </message>
    <message>
        <source>The study will be fetched and analysed again.</source>
        <translation>Die Untersuchung wird noch einmal übertragen und analysiert.</translation>
    </message>
    <message>
        <source>The study is taken off the line; it stays in the list, and can be fetched and analysed again.</source>
        <translation>Die Untersuchung wird aus der Verarbeitung genommen; sie bleibt in der Liste und kann wieder übertragen und analysiert werden.</translation>
    </message>
    <message>
        <source>Summary copied; it names no patient.</source>
        <translation>Zusammenfassung kopiert; sie nennt keinen Patienten.</translation>
    </message>
    <message numerus="yes">
        <source>%n studies written.</source>
        <translation>
            <numerusform>%n Untersuchung geschrieben.</numerusform>
            <numerusform>%n Untersuchungen geschrieben.</numerusform>
        </translation>
    </message>
    <message>
        <source>Mark as &amp;unread</source>
        <translation>Als &amp;ungelesen markieren</translation>
    </message>
    <message>
        <source>Mark as &amp;read</source>
        <translation>Als &amp;gelesen markieren</translation>
    </message>
    <message>
        <source>Do not &amp;keep on top</source>
        <translation>Nicht mehr &amp;oben halten</translation>
    </message>
    <message>
        <source>&amp;Keep on top</source>
        <translation>&amp;Oben halten</translation>
    </message>
    <message>
        <source>&amp;Open</source>
        <translation>Ö&amp;ffnen</translation>
    </message>
    <message>
        <source>Fetch and analyse &amp;again</source>
        <translation>&amp;Neu übertragen und analysieren</translation>
    </message>
    <message>
        <source>&amp;Take off the line</source>
        <translation>&amp;Aus der Verarbeitung nehmen</translation>
    </message>
    <message>
        <source>&amp;Copy summary sentence</source>
        <translation>&amp;Zusammenfassung kopieren</translation>
    </message>
    <message>
        <source>&amp;Export results ...</source>
        <translation>Ergebnisse &amp;exportieren ...</translation>
    </message>
    <message>
        <source>Open from &amp;disk ...</source>
        <translation>Von &amp;Datenträger öffnen ...</translation>
    </message>
    <message>
        <source>&amp;Quit</source>
        <translation>&amp;Beenden</translation>
    </message>
    <message>
        <source>&amp;Study</source>
        <translation>&amp;Untersuchung</translation>
    </message>
    <message>
        <source>&amp;View</source>
        <translation>&amp;Ansicht</translation>
    </message>
    <message>
        <source>Bring in &amp;urgent studies</source>
        <translation>&amp;Dringende hereinholen</translation>
    </message>
    <message>
        <source>&amp;Pause fetching and analysing</source>
        <translation>Übertragung und Analyse an&amp;halten</translation>
    </message>
    <message>
        <source>&amp;Pipeline</source>
        <translation>&amp;Verarbeitung</translation>
    </message>
    <message>
        <source>&amp;About Firstread</source>
        <translation>Ü&amp;ber Firstread</translation>
    </message>
    <message>
        <source>&amp;Help</source>
        <translation>&amp;Hilfe</translation>
    </message>
    <message>
        <source>&amp;Keys</source>
        <translation>&amp;Tasten</translation>
    </message>
    <message>
        <source>Brush</source>
        <extracomment>A :class:`ReaderResult`, or None where nothing is changed any more. Show the algorithm&apos;s own result for a look. One sentence for the reader. Who edits.</extracomment>
        <translation>Pinsel</translation>
    </message>
    <message>
        <source>Paint the chosen type with the left button</source>
        <translation>Die gewählte Art mit der linken Taste malen</translation>
    </message>
    <message>
        <source>Erase</source>
        <translation>Radieren</translation>
    </message>
    <message>
        <source>Erase with the left button</source>
        <translation>Mit der linken Taste radieren</translation>
    </message>
    <message>
        <source>Type to paint</source>
        <translation>Art, die gemalt wird</translation>
    </message>
    <message>
        <source>Size of the brush in mm</source>
        <translation>Größe des Pinsels in mm</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>Rückgängig</translation>
    </message>
    <message>
        <source>Take the latest step back; Ctrl+Z while the image has the focus</source>
        <translation>Den letzten Schritt zurücknehmen; Strg+Z, solange das Bild den Fokus hat</translation>
    </message>
    <message>
        <source>Redo</source>
        <translation>Wiederholen</translation>
    </message>
    <message>
        <source>Make it again; Ctrl+Shift+Z while the image has the focus</source>
        <translation>Noch einmal tun; Strg+Umschalt+Z, solange das Bild den Fokus hat</translation>
    </message>
    <message>
        <source>Show original</source>
        <translation>Original zeigen</translation>
    </message>
    <message>
        <source>Done</source>
        <translation>Fertig</translation>
    </message>
    <message>
        <source>The edit could not be made ({error}).</source>
        <translation>Die Bearbeitung war nicht möglich ({error}).</translation>
    </message>
    <message>
        <source>Note</source>
        <translation>Notiz</translation>
    </message>
    <message>
        <source>The note stays on this workstation. It is in no export and in no log.</source>
        <translation>Die Notiz bleibt auf diesem Arbeitsplatz. Sie ist in keinem Export und in keinem Protokoll.</translation>
    </message>
    <message>
        <source>The other workstations show this note too: the department&apos;s database keeps it as written. It is in no export and in no log.</source>
        <translation>Auch die anderen Arbeitsplätze zeigen diese Notiz: Die Datenbank der Abteilung bewahrt sie so auf, wie sie geschrieben ist. Sie steht in keinem Export und in keinem Protokoll.</translation>
    </message>
    <message>
        <source>Reading the key slice …</source>
        <extracomment>Key as it was asked for, and a (QImage, caption) or None.</extracomment>
        <translation>Das Schlüsselbild wird gelesen …</translation>
    </message>
    <message>
        <source>No key slice: its images are no longer here.</source>
        <translation>Kein Schlüsselbild: Die Bilder sind nicht mehr hier.</translation>
    </message>
    <message>
        <source>Key slice {number} of {count}, brain window</source>
        <translation>Schlüsselbild: Schicht {number} von {count}, Hirnfenster</translation>
    </message>
    <message>
        <source>No viewer is set; see menu Tools, Settings, page Viewer of the PACS.</source>
        <translation>Kein Viewer ist eingestellt; siehe Menü Werkzeuge, Einstellungen, Seite Viewer des PACS.</translation>
    </message>
    <message>
        <source>The viewer of the PACS could not be started.</source>
        <translation>Der Viewer des PACS konnte nicht gestartet werden.</translation>
    </message>
    <message>
        <source>C&amp;laim</source>
        <translation>Ü&amp;bernehmen</translation>
    </message>
    <message>
        <source>Take o&amp;ver the claim</source>
        <translation>Die Übernahme &amp;an sich ziehen</translation>
    </message>
    <message>
        <source>&amp;Flag</source>
        <translation>&amp;Markieren</translation>
    </message>
    <message>
        <source>&amp;Note ...</source>
        <translation>&amp;Notiz ...</translation>
    </message>
    <message>
        <source>Open in the viewer of the &amp;PACS</source>
        <translation>Im Viewer des &amp;PACS öffnen</translation>
    </message>
    <message>
        <source>&amp;Yes, the answer is right</source>
        <translation>&amp;Ja, das Ergebnis stimmt</translation>
    </message>
    <message>
        <source>&amp;Not hemorrhage ...</source>
        <translation>&amp;Keine Blutung ...</translation>
    </message>
    <message>
        <source>Wrong &amp;type ...</source>
        <translation>Falsche &amp;Art ...</translation>
    </message>
    <message>
        <source>Ans&amp;wer</source>
        <translation>&amp;Ergebnis</translation>
    </message>
    <message>
        <source>Give free, c&amp;laim no more</source>
        <translation>Freigeben, nicht mehr ü&amp;bernehmen</translation>
    </message>
    <message>
        <source>Take the &amp;flag away</source>
        <translation>Die &amp;Markierung wegnehmen</translation>
    </message>
    <message>
        <source>&amp;Missed hemorrhage ...</source>
        <translation>&amp;Übersehene Blutung ...</translation>
    </message>
    <message>
        <source>{reader} has claimed this study; Shift+C takes it over.</source>
        <translation>{reader} hat diese Untersuchung übernommen; Umschalt+C zieht sie an sich.</translation>
    </message>
    <message>
        <source>Given free.</source>
        <translation>Freigegeben.</translation>
    </message>
    <message>
        <source>Claimed: the others see that you read it.</source>
        <translation>Übernommen: Die anderen sehen, dass Sie sie lesen.</translation>
    </message>
    <message>
        <source>Taken over from {reader}.</source>
        <translation>Von {reader} übernommen.</translation>
    </message>
    <message>
        <source>The verdict is taken back.</source>
        <translation>Das Urteil ist zurückgenommen.</translation>
    </message>
    <message>
        <source>Noted: {verdict}.</source>
        <translation>Vermerkt: {verdict}.</translation>
    </message>
    <message>
        <source>Opened in the viewer of the PACS.</source>
        <translation>Im Viewer des PACS geöffnet.</translation>
    </message>
    <message>
        <source>Axial plane</source>
        <extracomment>Thicknesses of a slab in mm; 0 is a plane of its own. The axial slice through the crosshair. The :class:`Window` that the reader wants here, as on every page. Name and ID of the patient, written over the axial plane.</extracomment>
        <translation>Axiale Ebene</translation>
    </message>
    <message>
        <source>Coronal plane</source>
        <translation>Koronale Ebene</translation>
    </message>
    <message>
        <source>Sagittal plane</source>
        <translation>Sagittale Ebene</translation>
    </message>
    <message>
        <source>One voxel</source>
        <translation>Ein Voxel</translation>
    </message>
    <message>
        <source>Thickness of the slab</source>
        <translation>Dicke der Schicht</translation>
    </message>
    <message>
        <source>Mean</source>
        <translation>Mittel</translation>
    </message>
    <message>
        <source>Mean of the slab, or its brightest voxels (maximum intensity projection)</source>
        <translation>Mittel der Schicht oder ihre hellsten Voxel (Maximumintensitätsprojektion)</translation>
    </message>
    <message>
        <source>How a slab is made</source>
        <translation>Wie eine dicke Schicht entsteht</translation>
    </message>
    <message>
        <source>Window</source>
        <translation>Fenster</translation>
    </message>
    <message>
        <source>Masks</source>
        <translation>Masken</translation>
    </message>
    <message>
        <source>Slab</source>
        <translation>Schichtdicke</translation>
    </message>
    <message>
        <source>A stack of slices is needed for reformats.</source>
        <translation>Für Reformatierungen braucht es einen Stapel von Schichten.</translation>
    </message>
    <message>
        <source>Report</source>
        <extracomment>What was written, in a few words without patient data.</extracomment>
        <translation>Bericht</translation>
    </message>
    <message>
        <source>De-identified: no name, identifiers and dates</source>
        <translation>De-identifiziert: ohne Namen, Kennungen und Daten</translation>
    </message>
    <message>
        <source>Drawing the page</source>
        <translation>Die Seite wird gezeichnet</translation>
    </message>
    <message>
        <source>Save as PDF ...</source>
        <translation>Als PDF speichern ...</translation>
    </message>
    <message>
        <source>Save as PNG ...</source>
        <translation>Als PNG speichern ...</translation>
    </message>
    <message>
        <source>Written.</source>
        <translation>Geschrieben.</translation>
    </message>
    <message>
        <source>Save the report</source>
        <translation>Den Bericht speichern</translation>
    </message>
    <message>
        <source>Words are looked for in all columns. Terms ask one column:
type:SDH  ml:&gt;10  prob:50-90  age:&gt;80  state:failed  desc:&quot;head wo&quot;  station:CT1
is:unread  is:urgent  is:emergency  is:mine  is:flagged  is:unanswered
A minus before a term means not. Esc empties the line.</source>
        <extracomment>A search waits this long for the next letter.</extracomment>
        <translation>Wörter werden in allen Spalten gesucht. Ausdrücke fragen eine Spalte:
type:SDH  ml:&gt;10  prob:50-90  age:&gt;80  state:failed  desc:&quot;head wo&quot;  station:CT1
is:unread  is:urgent  is:emergency  is:mine  is:flagged  is:unanswered
Ein Minus vor einem Ausdruck heißt nicht. Esc leert die Zeile.</translation>
    </message>
    <message>
        <source>View</source>
        <extracomment>Esc or Down in the line: the reader wants back to the list.</extracomment>
        <translation>Ansicht</translation>
    </message>
    <message>
        <source>Views: a search with a name</source>
        <translation>Ansichten: eine Suche mit einem Namen</translation>
    </message>
    <message>
        <source>Search the worklist</source>
        <translation>Die Arbeitsliste durchsuchen</translation>
    </message>
    <message>
        <source>Search: words, or type:SDH ml:&gt;10 is:unread</source>
        <translation>Suchen: Wörter oder type:SDH ml:&gt;10 is:unread</translation>
    </message>
    <message>
        <source>Save or remove a view</source>
        <translation>Ansicht speichern oder entfernen</translation>
    </message>
    <message>
        <source>Save this search as a view, or remove a view of your own</source>
        <translation>Diese Suche als Ansicht speichern oder eine eigene Ansicht entfernen</translation>
    </message>
    <message>
        <source>&amp;Save this search as a view ...</source>
        <translation>Diese Suche als Ansicht &amp;speichern ...</translation>
    </message>
    <message>
        <source>&amp;Remove this view</source>
        <translation>Diese Ansicht &amp;entfernen</translation>
    </message>
    <message>
        <source>Save a view</source>
        <translation>Ansicht speichern</translation>
    </message>
    <message>
        <source>Name of the view:</source>
        <translation>Name der Ansicht:</translation>
    </message>
    <message>
        <source>(search)</source>
        <translation>(Suche)</translation>
    </message>
    <message>
        <source>Firstread: urgent studies</source>
        <extracomment>Study Instance UID of the study that was clicked.</extracomment>
        <translation>Firstread: dringende Untersuchungen</translation>
    </message>
    <message>
        <source>Hide the strip; Ctrl+T shows it again</source>
        <translation>Streifen verbergen; Strg+T zeigt ihn wieder</translation>
    </message>
    <message>
        <source>Hide the strip</source>
        <translation>Den Streifen verbergen</translation>
    </message>
    <message numerus="yes">
        <source>urgent, the oldest waits {time}</source>
        <translation>
            <numerusform>dringend, die älteste wartet {time}</numerusform>
            <numerusform>dringend, die älteste wartet {time}</numerusform>
        </translation>
    </message>
    <message>
        <source>Slice strip</source>
        <extracomment>Sides of the small pictures, in pixels; there are none where a slice has less room than the least.</extracomment>
        <translation>Schichtleiste</translation>
    </message>
    <message>
        <source>Slice {number} of {count}</source>
        <extracomment>A step to the next slice that is longer than the usual one by this factor is a gap.</extracomment>
        <translation>Schicht {number} von {count}</translation>
    </message>
    <message>
        <source>score {score}</source>
        <translation>Score {score}</translation>
    </message>
    <message>
        <source>No study is open</source>
        <extracomment>The slice on the screen changed: its index. The threshold for looking changed: an :class:`app.models.view_threshold.Filtered`, or None without a result.</extracomment>
        <translation>Keine Untersuchung ist offen</translation>
    </message>
    <message>
        <source>Click a study in the worklist, or press Enter on it.</source>
        <translation>Klicken Sie in der Arbeitsliste auf eine Untersuchung, oder drücken Sie Enter auf ihr.</translation>
    </message>
    <message>
        <source>Loading</source>
        <translation>Lädt</translation>
    </message>
    <message>
        <source>Reading the images of this study.</source>
        <translation>Die Bilder dieser Untersuchung werden gelesen.</translation>
    </message>
    <message>
        <source>No series of this study could be read.</source>
        <translation>Keine Serie dieser Untersuchung konnte gelesen werden.</translation>
    </message>
    <message>
        <source>This study cannot be shown</source>
        <translation>Diese Untersuchung kann nicht gezeigt werden</translation>
    </message>
    <message>
        <source>The masks belong to another series and are not drawn on this one.</source>
        <translation>Die Masken gehören zu einer anderen Serie und werden auf dieser nicht gezeichnet.</translation>
    </message>
    <message>
        <source>Next finding</source>
        <translation>Nächster Befund</translation>
    </message>
    <message>
        <source>Towards the head</source>
        <translation>Kopfwärts</translation>
    </message>
    <message>
        <source>Previous finding</source>
        <translation>Voriger Befund</translation>
    </message>
    <message>
        <source>Towards the skull base</source>
        <translation>Zur Schädelbasis</translation>
    </message>
    <message>
        <source>&amp;Image</source>
        <translation>&amp;Bild</translation>
    </message>
    <message>
        <source>Opacity of the masks</source>
        <translation>Deckkraft der Masken</translation>
    </message>
    <message>
        <source>Location {mm} mm, {apart} mm apart</source>
        <translation>Lage {mm} mm, Abstand {apart} mm</translation>
    </message>
    <message>
        <source>Zoom {percent} %</source>
        <translation>Zoom {percent}&#xa0;%</translation>
    </message>
    <message>
        <source>Inverted: dense is dark</source>
        <translation>Invertiert: dicht ist dunkel</translation>
    </message>
    <message>
        <source>Gantry tilt {degrees}</source>
        <translation>Gantry-Neigung {degrees}</translation>
    </message>
    <message>
        <source>Location {mm} mm</source>
        <translation>Lage {mm} mm</translation>
    </message>
    <message>
        <source>Gap of {mm} mm above this slice</source>
        <translation>Lücke von {mm} mm über dieser Schicht</translation>
    </message>
    <message>
        <source>Gap of {mm} mm below this slice</source>
        <translation>Lücke von {mm} mm unter dieser Schicht</translation>
    </message>
    <message>
        <source>Radiological: R on the left</source>
        <translation>Radiologisch: R links</translation>
    </message>
    <message>
        <source>FLIPPED: {left} on the left, {top} on top</source>
        <translation>GESPIEGELT: {left} links, {top} oben</translation>
    </message>
    <message>
        <source>born {date}</source>
        <translation>geboren {date}</translation>
    </message>
    <message>
        <source>ID {id}</source>
        <translation>ID {id}</translation>
    </message>
    <message>
        <source>Accession {number}</source>
        <translation>Auftrag {number}</translation>
    </message>
    <message>
        <source>No result</source>
        <translation>Kein Ergebnis</translation>
    </message>
    <message>
        <source>Model {model}, {provider}</source>
        <translation>Modell {model}, {provider}</translation>
    </message>
    <message>
        <source>Edited by reader</source>
        <translation>Vom Befunder bearbeitet</translation>
    </message>
    <message>
        <source>Computed by the department&apos;s detector</source>
        <translation>Vom Detektor der Abteilung berechnet</translation>
    </message>
    <message>
        <source>Earlier answer</source>
        <translation>Früheres Ergebnis</translation>
    </message>
    <message>
        <source>View only at threshold {threshold}; the result is unchanged at {stored}</source>
        <translation>Ansicht nur bei Schwelle {threshold}; das Ergebnis bei {stored} bleibt</translation>
    </message>
    <message>
        <source>Archive: not asked yet</source>
        <translation>Archiv: noch nicht gefragt</translation>
    </message>
    <message>
        <source>Queue: {work}</source>
        <translation>Warteschlange: {work}</translation>
    </message>
    <message>
        <source>empty</source>
        <translation>leer</translation>
    </message>
    <message>
        <source>Device: starting</source>
        <translation>Gerät: startet</translation>
    </message>
    <message>
        <source>{archive}: connected</source>
        <translation>{archive}: verbunden</translation>
    </message>
    <message>
        <source>{archive}: not reachable</source>
        <translation>{archive}: nicht erreichbar</translation>
    </message>
    <message numerus="yes">
        <source>%n not listed</source>
        <translation>
            <numerusform>%n nicht aufgeführt</numerusform>
            <numerusform>%n nicht aufgeführt</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n studies of the archive cannot be listed here: they have no valid Study Instance UID. Look for them in the PACS.</source>
        <translation>
            <numerusform>%n Studie des Archivs kann hier nicht aufgeführt werden: Sie hat keine gültige Study Instance UID. Bitte im PACS nachsehen.</numerusform>
            <numerusform>%n Studien des Archivs können hier nicht aufgeführt werden: Sie haben keine gültige Study Instance UID. Bitte im PACS nachsehen.</numerusform>
        </translation>
    </message>
    <message>
        <source>slices</source>
        <translation>Schichten</translation>
    </message>
    <message>
        <source>slice spacing in mm</source>
        <translation>Schichtabstand in mm</translation>
    </message>
    <message>
        <source>brain in HU</source>
        <translation>Hirn in HU</translation>
    </message>
    <message numerus="yes">
        <source>%n fetching</source>
        <translation>
            <numerusform>%n in Übertragung</numerusform>
            <numerusform>%n in Übertragung</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n waiting</source>
        <translation>
            <numerusform>%n wartet</numerusform>
            <numerusform>%n warten</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n analysing</source>
        <translation>
            <numerusform>%n in Analyse</numerusform>
            <numerusform>%n in Analyse</numerusform>
        </translation>
    </message>
    <message>
        <source>{answered}, of them {promoted} to the top</source>
        <translation>{answered}, davon {promoted} nach oben</translation>
    </message>
    <message>
        <source>Studies in the last hour</source>
        <translation>Untersuchungen in der letzten Stunde</translation>
    </message>
    <message>
        <source>Answered in 24 hours</source>
        <translation>Mit Ergebnis in 24 Stunden</translation>
    </message>
    <message>
        <source>Last image to answer</source>
        <translation>Letztes Bild bis Ergebnis</translation>
    </message>
    <message>
        <source>Last image to the top</source>
        <translation>Letztes Bild bis ganz oben</translation>
    </message>
    <message>
        <source>Queue</source>
        <translation>Warteschlange</translation>
    </message>
    <message>
        <source>No answer in 24 hours</source>
        <translation>Ohne Ergebnis in 24 Stunden</translation>
    </message>
    <message>
        <source>none</source>
        <translation>keine</translation>
    </message>
    <message>
        <source>Device</source>
        <translation>Gerät</translation>
    </message>
    <message>
        <source>starting</source>
        <translation>startet</translation>
    </message>
    <message>
        <source>Graphics processors</source>
        <translation>Grafikprozessoren</translation>
    </message>
    <message>
        <source>none that tells of its load</source>
        <translation>keiner, der seine Auslastung angibt</translation>
    </message>
    <message>
        <source>Drift of the scores</source>
        <translation>Drift der Scores</translation>
    </message>
    <message>
        <source>Images: {what}</source>
        <translation>Bilder: {what}</translation>
    </message>
    <message>
        <source>median {median}</source>
        <translation>Median {median}</translation>
    </message>
    <message>
        <source>load not told</source>
        <translation>Auslastung unbekannt</translation>
    </message>
    <message>
        <source>{share} busy</source>
        <translation>{share} ausgelastet</translation>
    </message>
    <message>
        <source>{used} of {total} GB in use</source>
        <translation>{used} von {total} GB belegt</translation>
    </message>
    <message>
        <source>none yet</source>
        <translation>noch keine</translation>
    </message>
    <message>
        <source>median {median} s, 95 % within {most} s ({count})</source>
        <translation>Median {median} s, 95 % innerhalb von {most} s ({count})</translation>
    </message>
    <message numerus="yes">
        <source>%n later</source>
        <translation>
            <numerusform>%n später</numerusform>
            <numerusform>%n später</numerusform>
        </translation>
    </message>
    <message>
        <source>Nothing new is fetched. {reason}</source>
        <translation>Es wird nichts Neues übertragen. {reason}</translation>
    </message>
    <message>
        <source>{queue} (no room)</source>
        <translation>{queue} (kein Platz)</translation>
    </message>
    <message>
        <source>The pipeline is paused: nothing new is fetched or analysed.</source>
        <translation>Die Verarbeitung ist angehalten: Nichts Neues wird übertragen oder analysiert.</translation>
    </message>
    <message>
        <source>{queue} (paused)</source>
        <translation>{queue} (angehalten)</translation>
    </message>
    <message numerus="yes">
        <source>%n wait for their time: for the rest of their images, or for the next attempt.</source>
        <translation>
            <numerusform>%n wartet auf ihre Zeit: auf die übrigen Bilder oder den nächsten Versuch.</numerusform>
            <numerusform>%n warten auf ihre Zeit: auf die übrigen Bilder oder den nächsten Versuch.</numerusform>
        </translation>
    </message>
    <message>
        <source>{device} ({provider}), after trouble</source>
        <translation>{device} ({provider}), nach Störung</translation>
    </message>
    <message>
        <source>No earlier head CT of this patient was found.</source>
        <extracomment>Study Instance UID and :class:`ReaderResult` (None: nothing is changed any more) to keep. Study Instance UID and generation: answer with :class:`PriorLoaded`. Study Instance UID and generation: answer with :class:`OtherResultsFound`. What left the program as a file, in a few words without patient data; emitted from any thread. What became of the hemorrhage since the earlier study, as far as it is known.</extracomment>
        <translation>Kein früheres Kopf-CT dieses Patienten wurde gefunden.</translation>
    </message>
    <message numerus="yes">
        <source>%n lesions written.</source>
        <translation>
            <numerusform>%n Läsion geschrieben.</numerusform>
            <numerusform>%n Läsionen geschrieben.</numerusform>
        </translation>
    </message>
    <message>
        <source>&amp;Slices</source>
        <translation>&amp;Schichten</translation>
    </message>
    <message>
        <source>Re&amp;formats</source>
        <translation>&amp;Reformatierungen</translation>
    </message>
    <message>
        <source>&amp;Compare with the earlier study</source>
        <translation>Mit der Voruntersuchung &amp;vergleichen</translation>
    </message>
    <message>
        <source>&amp;Edit masks</source>
        <translation>&amp;Masken bearbeiten</translation>
    </message>
    <message>
        <source>&amp;Results of other products</source>
        <translation>&amp;Ergebnisse anderer Produkte</translation>
    </message>
    <message>
        <source>&amp;Print report ...</source>
        <translation>Bericht &amp;drucken ...</translation>
    </message>
    <message>
        <source>Copy lesion &amp;table</source>
        <translation>Läsions&amp;tabelle kopieren</translation>
    </message>
    <message>
        <source>Export &amp;lesions as CSV ...</source>
        <translation>&amp;Läsionen als CSV exportieren ...</translation>
    </message>
    <message>
        <source>Looking for an earlier study</source>
        <extracomment>For the menus View and Study.</extracomment>
        <translation>Eine Voruntersuchung wird gesucht</translation>
    </message>
    <message>
        <source>Lesion table copied; it names no patient.</source>
        <translation>Läsionstabelle kopiert; sie nennt keinen Patienten.</translation>
    </message>
    <message>
        <source>Export the lesions</source>
        <translation>Die Läsionen exportieren</translation>
    </message>
    <message>
        <source>Show boxes and lesions as of another threshold; the result stays as it is</source>
        <extracomment>The threshold for looking, or None for the stored one.</extracomment>
        <translation>Boxen und Läsionen wie bei einer anderen Schwelle zeigen; das Ergebnis bleibt</translation>
    </message>
    <message>
        <source>Threshold, for looking only</source>
        <translation>Schwelle, nur zum Ansehen</translation>
    </message>
    <message>
        <source>Back to the threshold of the result</source>
        <translation>Zurück zur Schwelle des Ergebnisses</translation>
    </message>
    <message>
        <source>{threshold} view only</source>
        <translation>{threshold} nur Ansicht</translation>
    </message>
    <message>
        <source>Show the worklist</source>
        <extracomment>The reader wants the window; with the Study Instance UID of the study to point at, or an empty text.</extracomment>
        <translation>Die Arbeitsliste zeigen</translation>
    </message>
    <message>
        <source>Show the strip</source>
        <translation>Den Streifen zeigen</translation>
    </message>
    <message>
        <source>End Firstread</source>
        <translation>Firstread beenden</translation>
    </message>
    <message>
        <source>{verdict}: why?</source>
        <extracomment>Takes a verdict, or None to take the verdict back, and a reason code.</extracomment>
        <translation>{verdict}: warum?</translation>
    </message>
    <message>
        <source>Take the verdict back</source>
        <translation>Das Urteil zurücknehmen</translation>
    </message>
    <message>
        <source>Without a reason</source>
        <translation>Ohne Grund</translation>
    </message>
    <message>
        <source>Drag up and down: through the slices</source>
        <translation>Auf und ab ziehen: durch die Schichten</translation>
    </message>
    <message>
        <source>Drag sideways: width, up and down: level</source>
        <translation>Seitwärts ziehen: Breite, auf und ab: Lage</translation>
    </message>
    <message>
        <source>Zoom</source>
        <translation>Zoom</translation>
    </message>
    <message>
        <source>Drag up and down: zoom</source>
        <translation>Auf und ab ziehen: Zoom</translation>
    </message>
    <message>
        <source>Pan</source>
        <translation>Verschieben</translation>
    </message>
    <message>
        <source>Drag: move the image</source>
        <translation>Ziehen: das Bild verschieben</translation>
    </message>
    <message>
        <source>Length</source>
        <translation>Länge</translation>
    </message>
    <message>
        <source>Drag from end to end: mm</source>
        <translation>Von Ende zu Ende ziehen: mm</translation>
    </message>
    <message>
        <source>Angle</source>
        <translation>Winkel</translation>
    </message>
    <message>
        <source>Drag the first leg to the vertex, then click the end of the second</source>
        <translation>Den ersten Schenkel zum Scheitelpunkt ziehen, dann das Ende des zweiten anklicken</translation>
    </message>
    <message>
        <source>Ellipse</source>
        <translation>Ellipse</translation>
    </message>
    <message>
        <source>Drag from corner to corner: mean, SD, range, area</source>
        <translation>Von Ecke zu Ecke ziehen: Mittel, SD, Bereich, Fläche</translation>
    </message>
    <message>
        <source>Midline shift</source>
        <translation>Mittellinienverlagerung</translation>
    </message>
    <message>
        <source>Drag from the front to the back attachment of the falx, then click the septum: mm</source>
        <translation>Vom vorderen zum hinteren Ansatz der Falx ziehen, dann das Septum anklicken: mm</translation>
    </message>
    <message>
        <source>Value</source>
        <translation>Wert</translation>
    </message>
    <message>
        <source>Click: keep the HU of a pixel</source>
        <translation>Klick: die HU eines Pixels festhalten</translation>
    </message>
    <message>
        <source>Masks by type; hold Space for the bare image</source>
        <translation>Masken nach Art; Leertaste halten für nur das Bild</translation>
    </message>
    <message>
        <source>Outline</source>
        <translation>Umriss</translation>
    </message>
    <message>
        <source>Masks as outlines, without filling</source>
        <translation>Masken als Umrisse, ohne Füllung</translation>
    </message>
    <message>
        <source>Boxes</source>
        <translation>Boxen</translation>
    </message>
    <message>
        <source>Accepted boxes with their scores (green)</source>
        <translation>Angenommene Boxen mit ihren Scores (grün)</translation>
    </message>
    <message>
        <source>Rejected</source>
        <translation>Verworfene</translation>
    </message>
    <message>
        <source>Boxes looked at and rejected (purple)</source>
        <translation>Angesehene und verworfene Boxen (violett)</translation>
    </message>
    <message>
        <source>Fit</source>
        <translation>Einpassen</translation>
    </message>
    <message>
        <source>Show the whole slice</source>
        <translation>Die ganze Schicht zeigen</translation>
    </message>
    <message>
        <source>Invert</source>
        <translation>Invertieren</translation>
    </message>
    <message>
        <source>Dense is dark</source>
        <translation>Dicht ist dunkel</translation>
    </message>
    <message>
        <source>Flip sideways</source>
        <translation>Seitlich spiegeln</translation>
    </message>
    <message>
        <source>Swap left and right; the letters follow</source>
        <translation>Links und rechts tauschen; die Buchstaben folgen</translation>
    </message>
    <message>
        <source>Flip upside down</source>
        <translation>Senkrecht spiegeln</translation>
    </message>
    <message>
        <source>Swap top and bottom; the letters follow</source>
        <translation>Oben und unten tauschen; die Buchstaben folgen</translation>
    </message>
    <message>
        <source>Reset</source>
        <translation>Zurücksetzen</translation>
    </message>
    <message>
        <source>Window, zoom, inversion and flips as at the start</source>
        <translation>Fenster, Zoom, Invertierung und Spiegelungen wie am Anfang</translation>
    </message>
    <message>
        <source>Remove measurement</source>
        <translation>Messung entfernen</translation>
    </message>
    <message>
        <source>The chosen one, or else the latest on this slice</source>
        <translation>Die gewählte, sonst die letzte auf dieser Schicht</translation>
    </message>
    <message>
        <source>Remove all measurements of this slice</source>
        <translation>Alle Messungen dieser Schicht entfernen</translation>
    </message>
    <message>
        <source>On this slice</source>
        <translation>Auf dieser Schicht</translation>
    </message>
    <message>
        <source>{name} window: width {width}, level {level} HU</source>
        <translation>Fenster {name}: Breite {width}, Lage {level} HU</translation>
    </message>
    <message>
        <source>Brain</source>
        <extracomment>Name and window of keys 1 to 5.</extracomment>
        <translation>Hirn</translation>
    </message>
    <message>
        <source>Subdural</source>
        <translation>Subdural</translation>
    </message>
    <message>
        <source>Stroke</source>
        <translation>Schlaganfall</translation>
    </message>
    <message>
        <source>Bone</source>
        <translation>Knochen</translation>
    </message>
    <message>
        <source>Soft tissue</source>
        <translation>Weichteile</translation>
    </message>
    <message>
        <source>Worklist</source>
        <extracomment>What a study is, whose, and where it stands: never hidden. The pointer rests on a row: Study Instance UID, and where on the screen. A study was asked for that the search leaves out. A click was not for the row that is under the pointer now: the rows moved after the pointer came to rest. The row above a current one that left, or that went to the end because it was read (``_done``). Whether the study of the current row was read before it became current. Where the pointer is, and the study that was there when the reader last did something. Whether the reader arranged the columns, and whether this table does it right now.</extracomment>
        <translation>Arbeitsliste</translation>
    </message>
    <message>
        <source>Studies, the most urgent first. Enter opens one, R marks it as read.</source>
        <translation>Untersuchungen, die dringendsten zuerst. Enter öffnet eine, R markiert sie als gelesen.</translation>
    </message>
    <message>
        <source>Columns</source>
        <translation>Spalten</translation>
    </message>
    <message>
        <source>&amp;Columns</source>
        <translation>&amp;Spalten</translation>
    </message>
    <message>
        <source>&amp;Reset columns</source>
        <translation>Spalten &amp;zurücksetzen</translation>
    </message>
    <message>
        <source>&amp;Search the worklist</source>
        <extracomment>Columns whose cells can be searched for by a click; in the others a value is too rarely repeated. One sentence on what was done. The study that the reader&apos;s hand is on, or None; the window knows more of that than the table. Study Instance UID of the study that the pop-up is about.</extracomment>
        <translation>Arbeitsliste &amp;durchsuchen</translation>
    </message>
    <message>
        <source>&amp;Put back where it was</source>
        <translation>&amp;Zurück an die alte Stelle</translation>
    </message>
    <message>
        <source>Show only &amp;such studies</source>
        <translation>Nur &amp;solche zeigen</translation>
    </message>
    <message>
        <source>Show &amp;all studies</source>
        <translation>&amp;Alle zeigen</translation>
    </message>
    <message>
        <source>The list moved under the pointer, so nothing was opened. Click again.</source>
        <translation>Die Liste hat sich unter dem Zeiger bewegt, daher wurde nichts geöffnet. Bitte noch einmal klicken.</translation>
    </message>
    <message>
        <source>There is no move of the last minutes to put back.</source>
        <translation>In den letzten Minuten ist nichts gerückt, was zurückgestellt werden könnte.</translation>
    </message>
    <message>
        <source>{patient} goes where it belongs.</source>
        <translation>{patient} rückt, wohin die Untersuchung gehört.</translation>
    </message>
    <message>
        <source>{patient} is put back where it was.</source>
        <translation>{patient} steht wieder an der alten Stelle.</translation>
    </message>
    <message>
        <source>&amp;Let it go where it belongs</source>
        <translation>&amp;Rücken lassen, wohin sie gehört</translation>
    </message>
    <message numerus="yes">
        <source>%n urgent studies above — click or press U to bring them in</source>
        <translation>
            <numerusform>%n dringende Untersuchung darüber — klicken oder U drücken, um sie hereinzuholen</numerusform>
            <numerusform>%n dringende Untersuchungen darüber — klicken oder U drücken, um sie hereinzuholen</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n urgent studies are not in this view — click or press U to see all studies</source>
        <translation>
            <numerusform>%n dringende Untersuchung ist nicht in dieser Ansicht — klicken oder U drücken, um alle zu sehen</numerusform>
            <numerusform>%n dringende Untersuchungen sind nicht in dieser Ansicht — klicken oder U drücken, um alle zu sehen</numerusform>
        </translation>
    </message>
    <message>
        <source>No study matches this search</source>
        <translation>Keine Untersuchung passt zu dieser Suche</translation>
    </message>
    <message>
        <source>Ctrl+Shift+A shows all studies again.</source>
        <translation>Strg+Umschalt+A zeigt wieder alle Untersuchungen.</translation>
    </message>
    <message>
        <source>Waiting for studies from {name}</source>
        <translation>Warten auf Untersuchungen von {name}</translation>
    </message>
    <message>
        <source>{name} does not answer</source>
        <translation>{name} antwortet nicht</translation>
    </message>
    <message>
        <source>Head CTs appear here as the archive receives them.</source>
        <translation>Kopf-CTs erscheinen hier, sobald das Archiv sie erhält.</translation>
    </message>
    <message>
        <source>Waiting for the archive …</source>
        <translation>Warten auf das Archiv …</translation>
    </message>
    <message numerus="yes">
        <source>%n studies</source>
        <translation>
            <numerusform>%n Untersuchung</numerusform>
            <numerusform>%n Untersuchungen</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{rows} of %n studies</source>
        <translation>
            <numerusform>{rows} von %n Untersuchung</numerusform>
            <numerusform>{rows} von %n Untersuchungen</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n unread</source>
        <translation>
            <numerusform>%n ungelesen</numerusform>
            <numerusform>%n ungelesen</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n urgent</source>
        <translation>
            <numerusform>%n dringend</numerusform>
            <numerusform>%n dringend</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n without an answer</source>
        <translation>
            <numerusform>%n ohne Ergebnis</numerusform>
            <numerusform>%n ohne Ergebnis</numerusform>
        </translation>
    </message>
    <message>
        <source>Worklist:  {parts}</source>
        <translation>Arbeitsliste:  {parts}</translation>
    </message>
    <message numerus="yes">
        <source>%n changes</source>
        <translation>
            <numerusform>%n Änderung</numerusform>
            <numerusform>%n Änderungen</numerusform>
        </translation>
    </message>
    <message>
        <source>Number of the lesion</source>
        <extracomment>Volume and ABC/2 of a lesion disagree where they differ by more than this share of the volume.</extracomment>
        <translation>Nummer der Läsion</translation>
    </message>
    <message>
        <source>Hemorrhage type, with the colour of its mask</source>
        <translation>Art der Blutung, mit der Farbe ihrer Maske</translation>
    </message>
    <message>
        <source>Side</source>
        <translation>Seite</translation>
    </message>
    <message>
        <source>The patient&apos;s left or right, by position against the middle of the skull</source>
        <translation>Links oder rechts des Patienten, nach der Lage zur Mitte des Schädels</translation>
    </message>
    <message>
        <source>Region</source>
        <translation>Region</translation>
    </message>
    <message>
        <source>By position in the skull alone; no anatomy is recognised</source>
        <translation>Allein nach der Lage im Schädel; Anatomie wird nicht erkannt</translation>
    </message>
    <message>
        <source>mL (95 %)</source>
        <translation>mL (95&#xa0;%)</translation>
    </message>
    <message>
        <source>Volume of the mask in mL; the interval takes its surface to be right within half a voxel, no more</source>
        <translation>Volumen der Maske in mL; das Intervall nimmt an, dass ihre Oberfläche auf ein halbes Voxel stimmt, mehr nicht</translation>
    </message>
    <message>
        <source>The bedside estimate ABC/2 in mL (Kwak 1983); ≠ where it differs from the mask by over 30 %</source>
        <translation>Die Schätzung ABC/2 in mL (Kwak 1983); ≠, wo sie um über 30&#xa0;% von der Maske abweicht</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>Größe</translation>
    </message>
    <message>
        <source>punctate &lt; 0.01, small 0.01-5, medium 5-25, large &gt; 25 mL</source>
        <translation>punktförmig &lt; 0.01, klein 0.01-5, mittel 5-25, groß &gt; 25 mL</translation>
    </message>
    <message>
        <source>Slices</source>
        <translation>Schichten</translation>
    </message>
    <message>
        <source>First and last slice, counted from the skull base</source>
        <translation>Erste und letzte Schicht, ab der Schädelbasis gezählt</translation>
    </message>
    <message>
        <source>Score</source>
        <translation>Score</translation>
    </message>
    <message>
        <source>Highest raw score of the lesion&apos;s boxes, 0 to 1</source>
        <translation>Höchster Rohwert der Boxen der Läsion, 0 bis 1</translation>
    </message>
    <message>
        <source>Reader</source>
        <translation>Befunder</translation>
    </message>
    <message>
        <source>What a reader said of the lesion: accepted or rejected</source>
        <translation>Was ein Befunder zur Läsion sagte: angenommen oder verworfen</translation>
    </message>
    <message>
        <source>Below the threshold for looking, so not drawn; it still counts in the result.</source>
        <translation>Unter der Schwelle zum Ansehen, darum nicht gezeichnet; im Ergebnis zählt sie weiter.</translation>
    </message>
    <message>
        <source>ABC/2 and the mask differ by more than 30 %: the shape is no ellipsoid, or the mask is wrong.</source>
        <translation>ABC/2 und Maske weichen um mehr als 30&#xa0;% ab: Die Form ist kein Ellipsoid, oder die Maske ist falsch.</translation>
    </message>
    <message>
        <source>The vertex or a closed skull is not on these slices.</source>
        <translation>Vertex oder geschlossener Schädel sind auf diesen Schichten nicht zu sehen.</translation>
    </message>
    <message>
        <source>Hemorrhage, {type}; click to go to its best slice</source>
        <translation>Blutung, {type}; Klick führt zu ihrer besten Schicht</translation>
    </message>
    <message>
        <source>Hemorrhage, {type}</source>
        <translation>Blutung, {type}</translation>
    </message>
    <message>
        <source>What the threshold for looking leaves; the result is the line above</source>
        <translation>Was die Schwelle zum Ansehen übrig lässt; das Ergebnis steht in der Zeile darüber</translation>
    </message>
    <message>
        <source>Calibrated probability of this type</source>
        <translation>Kalibrierte Wahrscheinlichkeit dieser Art</translation>
    </message>
    <message>
        <source>{ml} shown</source>
        <translation>{ml} gezeigt</translation>
    </message>
    <message>
        <source>Lesions</source>
        <extracomment>The chosen lesion&apos;s id, or None. The reader accepts or rejects a :class:`Lesion`, or gives it a type.</extracomment>
        <translation>Läsionen</translation>
    </message>
    <message>
        <source>No lesions to list</source>
        <translation>Keine Läsionen aufzulisten</translation>
    </message>
    <message>
        <source>Open a study to see what was found.</source>
        <translation>Öffnen Sie eine Untersuchung, um zu sehen, was gefunden wurde.</translation>
    </message>
    <message>
        <source>No result yet</source>
        <translation>Noch kein Ergebnis</translation>
    </message>
    <message>
        <source>Lesions and volumes appear here when the analysis is done.</source>
        <translation>Läsionen und Volumen erscheinen hier, wenn die Analyse fertig ist.</translation>
    </message>
    <message>
        <source>There is no answer for this study: that says nothing about hemorrhage.</source>
        <translation>Zu dieser Untersuchung gibt es kein Ergebnis: Das sagt nichts über eine Blutung.</translation>
    </message>
    <message>
        <source>Earlier answer: it no longer holds</source>
        <translation>Früheres Ergebnis: gilt nicht mehr</translation>
    </message>
    <message>
        <source>No lesion found</source>
        <translation>Keine Läsion gefunden</translation>
    </message>
    <message>
        <source>The model found none above its threshold; it can be wrong.</source>
        <translation>Das Modell fand keine über seiner Schwelle; es kann irren.</translation>
    </message>
    <message>
        <source>&amp;Accept lesion</source>
        <translation>Läsion &amp;annehmen</translation>
    </message>
    <message>
        <source>&amp;Reject lesion</source>
        <translation>Läsion &amp;verwerfen</translation>
    </message>
    <message>
        <source>Change &amp;type</source>
        <translation>Ar&amp;t ändern</translation>
    </message>
    <message>
        <source>Edited by reader {reader}, {when}, {changes}</source>
        <translation>Von {reader} geändert, {when}, {changes}</translation>
    </message>
    <message>
        <source>outside the skull</source>
        <extracomment>What :class:`inference.plausibility.Doubt` says of a rejected box; here so that it is translated.</extracomment>
        <translation>außerhalb des Schädels</translation>
    </message>
    <message>
        <source>on an end slice, nothing beside it on the next</source>
        <translation>auf einer Endschicht, daneben auf der nächsten nichts</translation>
    </message>
    <message>
        <source>{probability} (95 % interval {low}–{high} %)</source>
        <translation>{probability} (95-%-Intervall {low}–{high}&#xa0;%)</translation>
    </message>
    <message>
        <source>left</source>
        <extracomment>Every word of a side, or of a region that is not joined.</extracomment>
        <translation>links</translation>
    </message>
    <message>
        <source>right</source>
        <translation>rechts</translation>
    </message>
    <message>
        <source>bilateral</source>
        <translation>beidseits</translation>
    </message>
    <message>
        <source>midline</source>
        <translation>Mittellinie</translation>
    </message>
    <message>
        <source>frontal</source>
        <translation>frontal</translation>
    </message>
    <message>
        <source>parietal</source>
        <translation>parietal</translation>
    </message>
    <message>
        <source>temporal</source>
        <translation>temporal</translation>
    </message>
    <message>
        <source>occipital</source>
        <translation>okzipital</translation>
    </message>
    <message>
        <source>deep</source>
        <translation>tief</translation>
    </message>
    <message>
        <source>basal cisterns</source>
        <translation>basale Zisternen</translation>
    </message>
    <message>
        <source>posterior fossa</source>
        <translation>hintere Schädelgrube</translation>
    </message>
    <message>
        <source>Sylvian fissure</source>
        <translation>Sylvische Fissur</translation>
    </message>
    <message>
        <source>falx</source>
        <translation>Falx</translation>
    </message>
    <message>
        <source>tentorium</source>
        <translation>Tentorium</translation>
    </message>
    <message>
        <source>ventricles</source>
        <translation>Ventrikel</translation>
    </message>
    <message>
        <source>{one} and {other}</source>
        <extracomment>The words of a side.</extracomment>
        <translation>{one} und {other}</translation>
    </message>
    <message>
        <source>{place} convexity</source>
        <translation>Konvexität {place}</translation>
    </message>
    <message>
        <source>accepted</source>
        <extracomment>Role of the whole :class:`Lesion` of a row. What a reader may have said of a lesion.</extracomment>
        <translation>angenommen</translation>
    </message>
    <message>
        <source>rejected</source>
        <translation>verworfen</translation>
    </message>
    <message>
        <source>Earlier study {when}, registered rigidly: {turn}, {shift} mm, agreement {agreement}.</source>
        <translation>Voruntersuchung {when}, starr registriert: {turn}, {shift} mm, Übereinstimmung {agreement}.</translation>
    </message>
    <message>
        <source>Model {name}</source>
        <translation>Modell {name}</translation>
    </message>
    <message>
        <source>This result cannot be edited: {reason}.</source>
        <translation>Dieses Ergebnis kann nicht bearbeitet werden: {reason}.</translation>
    </message>
    <message>
        <source>This study</source>
        <translation>Diese Untersuchung</translation>
    </message>
    <message>
        <source>&amp;Tools</source>
        <extracomment>Kept until the program ends: destroying a view of pyqtgraph can crash, and work in the background may still speak to it.</extracomment>
        <translation>&amp;Werkzeuge</translation>
    </message>
    <message>
        <source>&amp;Settings ...</source>
        <translation>&amp;Einstellungen ...</translation>
    </message>
    <message>
        <source>&amp;Metrics</source>
        <translation>&amp;Kennzahlen</translation>
    </message>
    <message>
        <source>&amp;Check the set-up</source>
        <translation>Einrichtung &amp;prüfen</translation>
    </message>
    <message>
        <source>Settings saved. The next time Firstread starts, these take effect: {names}.</source>
        <extracomment>What the pipeline may take to end what it has in hand. How often, after the start, studies whose days are over are forgotten, and how often the clock is asked whether they are to be: a timer stands still while the computer sleeps.</extracomment>
        <translation>Einstellungen gespeichert. Beim nächsten Start von Firstread werden wirksam: {names}.</translation>
    </message>
    <message>
        <source>Settings saved. They are in effect.</source>
        <translation>Einstellungen gespeichert. Sie gelten jetzt.</translation>
    </message>
    <message>
        <source>Opening the worklist ...</source>
        <translation>Arbeitsliste wird geöffnet ...</translation>
    </message>
    <message>
        <source>Covered while nobody is here</source>
        <translation>Verdeckt, solange niemand da ist</translation>
    </message>
    <message>
        <source>{waiting}. Fetching and analysing go on.
Click, or press Enter, to go on.</source>
        <extracomment>True when the windows were covered, False when they are shown again.</extracomment>
        <translation>{waiting}. Übertragung und Analyse gehen weiter.
Klick oder Enter, um fortzufahren.</translation>
    </message>
    <message>
        <source>new</source>
        <translation>neu</translation>
    </message>
    <message>
        <source>larger</source>
        <translation>größer</translation>
    </message>
    <message>
        <source>stable</source>
        <translation>stabil</translation>
    </message>
    <message>
        <source>smaller</source>
        <translation>kleiner</translation>
    </message>
    <message>
        <source>resolved</source>
        <translation>nicht mehr da</translation>
    </message>
    <message>
        <source>not comparable</source>
        <translation>nicht vergleichbar</translation>
    </message>
    <message>
        <source>stable, unsure</source>
        <extracomment>Stable, although the volumes differ by more than the threshold: the difference is within their uncertainty.</extracomment>
        <translation>stabil, unsicher</translation>
    </message>
    <message>
        <source>this study has no answer</source>
        <translation>diese Untersuchung hat kein Ergebnis</translation>
    </message>
    <message>
        <source>the earlier study was not analysed here</source>
        <translation>die Voruntersuchung wurde hier nicht analysiert</translation>
    </message>
    <message>
        <source>the earlier study could not be analysed</source>
        <translation>die Voruntersuchung konnte nicht analysiert werden</translation>
    </message>
    <message>
        <source>the analysis of the earlier study failed</source>
        <translation>die Analyse der Voruntersuchung ist fehlgeschlagen</translation>
    </message>
    <message>
        <source>the date of one of the two studies is not known</source>
        <translation>das Datum einer der beiden Untersuchungen ist nicht bekannt</translation>
    </message>
    <message>
        <source>the two were analysed by different models</source>
        <translation>die beiden wurden von verschiedenen Modellen analysiert</translation>
    </message>
    <message>
        <source>their slices are of very different thickness</source>
        <translation>ihre Schichten sind sehr verschieden dick</translation>
    </message>
    <message>
        <source>one of the two does not show the whole brain</source>
        <translation>eine der beiden zeigt nicht das ganze Gehirn</translation>
    </message>
    <message>
        <source>one of the two was taken after surgery, or shows an open skull</source>
        <translation>eine der beiden entstand nach einer Operation oder zeigt einen offenen Schädel</translation>
    </message>
    <message>
        <source>{difference} ({low} to {high})</source>
        <translation>{difference} ({low} bis {high})</translation>
    </message>
    <message>
        <source>total</source>
        <translation>gesamt</translation>
    </message>
    <message>
        <source>{type} {word}, {difference} mL</source>
        <translation>{type} {word}, {difference} mL</translation>
    </message>
    <message>
        <source>Against the earlier study of {when}</source>
        <translation>Im Vergleich zur Voruntersuchung ({when})</translation>
    </message>
    <message>
        <source>Against the earlier study</source>
        <translation>Im Vergleich zur Voruntersuchung</translation>
    </message>
    <message>
        <source>{head}: not comparable, because {why}.</source>
        <translation>{head}: nicht vergleichbar, denn {why}.</translation>
    </message>
    <message>
        <source>{head}: no hemorrhage found in either.</source>
        <translation>{head}: in keiner von beiden eine Blutung gefunden.</translation>
    </message>
    <message>
        <source>stable within the uncertainty of the volumes, although they differ by more than the threshold</source>
        <translation>stabil innerhalb der Unsicherheit der Volumen, obwohl sie sich um mehr als die Schwelle unterscheiden</translation>
    </message>
    <message>
        <source>Midline shift 0.0 mm</source>
        <translation>Mittellinienverlagerung 0.0 mm</translation>
    </message>
    <message>
        <source>Midline shift {mm} mm to the left</source>
        <translation>Mittellinienverlagerung {mm} mm nach links</translation>
    </message>
    <message>
        <source>Midline shift {mm} mm to the right</source>
        <translation>Mittellinienverlagerung {mm} mm nach rechts</translation>
    </message>
    <message>
        <source>{least} to {most} HU</source>
        <extracomment>Attachments of the falx that lie nearer than this, in mm, give no line to measure from.</extracomment>
        <translation>{least} bis {most} HU</translation>
    </message>
    <message>
        <source>CSV, for a spreadsheet</source>
        <translation>CSV, für eine Tabellenkalkulation</translation>
    </message>
    <message>
        <source>Parquet, for statistics</source>
        <translation>Parquet, für Statistik</translation>
    </message>
    <message>
        <source>FHIR R4, for a FHIR server</source>
        <translation>FHIR R4, für einen FHIR-Server</translation>
    </message>
    <message>
        <source>HL7 v2, for an interface engine</source>
        <translation>HL7 v2, für einen Kommunikationsserver</translation>
    </message>
    <message>
        <source>Left out</source>
        <translation>Weggelassen</translation>
    </message>
    <message>
        <source>Replaced (de-identified)</source>
        <translation>Ersetzt (de-identifiziert)</translation>
    </message>
    <message>
        <source>Named</source>
        <translation>Genannt</translation>
    </message>
    <message>
        <source>No name, Patient ID, age or sex. Study UID, accession number, description and times stay, so that who has the archive can find each study.</source>
        <translation>Ohne Namen, Patienten-ID, Alter und Geschlecht. Study UID, Auftragsnummer, Beschreibung und Zeiten bleiben, sodass jede Untersuchung finden kann, wer das Archiv hat.</translation>
    </message>
    <message>
        <source>Names and identifiers are invented and dates are moved, the same patient staying the same one; descriptions and notes are left out. Nothing is kept by which one could find back.</source>
        <translation>Namen und Kennungen sind erfunden und Daten verschoben; derselbe Patient bleibt derselbe. Beschreibungen und Notizen fehlen. Nichts wird behalten, womit man zurückfinden könnte.</translation>
    </message>
    <message>
        <source>Names, Patient IDs and dates as they are. Take care where this file goes.</source>
        <translation>Namen, Patienten-IDs und Daten, wie sie sind. Achten Sie darauf, wohin diese Datei geht.</translation>
    </message>
    <message>
        <source>Export results</source>
        <extracomment>Format, Patients and Path.</extracomment>
        <translation>Ergebnisse exportieren</translation>
    </message>
    <message>
        <source>Form</source>
        <translation>Format</translation>
    </message>
    <message>
        <source>Patients</source>
        <translation>Patienten</translation>
    </message>
    <message numerus="yes">
        <source>%n studies of this worklist.</source>
        <translation>
            <numerusform>%n Untersuchung dieser Arbeitsliste.</numerusform>
            <numerusform>%n Untersuchungen dieser Arbeitsliste.</numerusform>
        </translation>
    </message>
    <message>
        <source>&amp;Form</source>
        <translation>&amp;Format</translation>
    </message>
    <message>
        <source>Other results</source>
        <extracomment>The result of a row, and the segment or region of one that can be drawn. The outlines to draw: a tuple of :class:`Drawn`.</extracomment>
        <translation>Andere Ergebnisse</translation>
    </message>
    <message>
        <source>Close the list; nothing of it stays drawn</source>
        <translation>Die Liste schließen; nichts davon bleibt gezeichnet</translation>
    </message>
    <message>
        <source>Product</source>
        <translation>Produkt</translation>
    </message>
    <message>
        <source>Version</source>
        <translation>Version</translation>
    </message>
    <message>
        <source>Made</source>
        <translation>Erstellt</translation>
    </message>
    <message>
        <source>Results of other products</source>
        <translation>Ergebnisse anderer Produkte</translation>
    </message>
    <message>
        <source>Looking for results of other products</source>
        <translation>Ergebnisse anderer Produkte werden gesucht</translation>
    </message>
    <message>
        <source>Results of other products could not be looked for</source>
        <translation>Ergebnisse anderer Produkte konnten nicht gesucht werden</translation>
    </message>
    <message>
        <source>Neither the archive nor this computer holds a SEG, SR or RTSTRUCT of this study.</source>
        <translation>Weder das Archiv noch dieser Rechner hat ein SEG, SR oder RTSTRUCT dieser Untersuchung.</translation>
    </message>
    <message>
        <source>No results of other products</source>
        <translation>Keine Ergebnisse anderer Produkte</translation>
    </message>
    <message>
        <source>Made by Firstread, here or on another computer.</source>
        <translation>Von Firstread erstellt, hier oder auf einem anderen Rechner.</translation>
    </message>
    <message>
        <source>A newer report replaces this one.</source>
        <translation>Ein neuerer Bericht ersetzt diesen.</translation>
    </message>
    <message>
        <source>The whole report</source>
        <translation>Der ganze Bericht</translation>
    </message>
    <message>
        <source>Space: draw this over the slices, in a colour of its own and with the product&apos;s name</source>
        <translation>Leertaste: dies über die Schichten zeichnen, in eigener Farbe und mit dem Namen des Produkts</translation>
    </message>
    <message>
        <source>Reading the masks</source>
        <translation>Die Masken werden gelesen</translation>
    </message>
    <message>
        <source>empty on these slices</source>
        <translation>auf diesen Schichten leer</translation>
    </message>
    <message>
        <source>words, with commas between them</source>
        <extracomment>Limits of QSpinBox, whose numbers have 32 bits.</extracomment>
        <translation>Wörter, durch Kommas getrennt</translation>
    </message>
    <message>
        <source>Most changes take effect at once; of the others Firstread says that they wait for its next start.</source>
        <translation>Die meisten Änderungen gelten sofort; bei den übrigen sagt Firstread, dass sie auf den nächsten Start warten.</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>Einstellungen</translation>
    </message>
    <message>
        <source>&amp;Defaults of this page</source>
        <translation>&amp;Vorgaben dieser Seite</translation>
    </message>
    <message>
        <source>The further archives are set by your administrator.</source>
        <translation>Die weiteren Archive hat Ihr Administrator festgelegt.</translation>
    </message>
    <message>
        <source>Studies can come from further archives, too. Each has a page of its own, listed below.</source>
        <translation>Untersuchungen können auch aus weiteren Archiven kommen. Jedes hat eine eigene Seite, weiter unten in der Liste.</translation>
    </message>
    <message>
        <source>A further archive. Our own AE title and the timeouts are those of the first unless changed.</source>
        <translation>Ein weiteres Archiv. Unser eigener AE-Titel und die Zeitlimits sind die des ersten, wenn nichts anderes eingestellt ist.</translation>
    </message>
    <message>
        <source>&amp;Add an archive</source>
        <translation>Archiv &amp;hinzufügen</translation>
    </message>
    <message>
        <source>&amp;Remove this archive</source>
        <translation>Dieses Archiv &amp;entfernen</translation>
    </message>
    <message>
        <source>{key} in settings.toml</source>
        <translation>{key} in settings.toml</translation>
    </message>
    <message>
        <source>{where}: this cannot be saved yet.</source>
        <translation>{where}: Das kann noch nicht gespeichert werden.</translation>
    </message>
    <message>
        <source>Receive</source>
        <translation>Empfang</translation>
    </message>
    <message>
        <source>Looking ...</source>
        <extracomment>Looks at something with these settings, step by step; raises ArchiveCancelled once told to stop.</extracomment>
        <translation>Prüfung läuft ...</translation>
    </message>
    <message>
        <source>Host name or address</source>
        <translation>Hostname oder Adresse</translation>
    </message>
    <message>
        <source>AE title of the archive</source>
        <translation>AE-Titel des Archivs</translation>
    </message>
    <message>
        <source>AE title of Firstread</source>
        <translation>AE-Titel von Firstread</translation>
    </message>
    <message>
        <source>Your archive (PACS)</source>
        <translation>Ihr Archiv (PACS)</translation>
    </message>
    <message>
        <source>Its administrator knows host, port and AE title, and has to enter Firstread there as a DICOM node, with this computer&apos;s address. Firstread reads from the archive and changes nothing in it.</source>
        <translation>Host, Port und AE-Titel kennt der Administrator des Archivs; er muss Firstread dort auch als DICOM-Knoten eintragen, mit der Adresse dieses Computers. Firstread liest aus dem Archiv und ändert nichts darin.</translation>
    </message>
    <message>
        <source>&amp;Test the connection</source>
        <translation>Verbindung &amp;prüfen</translation>
    </message>
    <message>
        <source>The archive answers. {what}</source>
        <translation>Das Archiv antwortet. {what}</translation>
    </message>
    <message>
        <source>{where}, not tested yet.</source>
        <translation>{where}, noch nicht geprüft.</translation>
    </message>
    <message>
        <source>Processor</source>
        <translation>Prozessor</translation>
    </message>
    <message>
        <source>What the network runs on</source>
        <translation>Worauf das Netz rechnet</translation>
    </message>
    <message>
        <source>Firstread opens its network, lets it compute a known example, and says on what that truly ran. A graphics processor (NVIDIA) is faster; without one an exam takes some seconds.</source>
        <translation>Firstread öffnet sein Netz, lässt es ein bekanntes Beispiel rechnen und sagt, worauf das wirklich lief. Ein Grafikprozessor (NVIDIA) ist schneller; ohne ihn dauert eine Untersuchung einige Sekunden.</translation>
    </message>
    <message>
        <source>Use</source>
        <translation>Verwenden</translation>
    </message>
    <message>
        <source>&amp;Look again</source>
        <translation>&amp;Erneut prüfen</translation>
    </message>
    <message>
        <source>It works.</source>
        <translation>Es funktioniert.</translation>
    </message>
    <message>
        <source>It does not work.</source>
        <translation>Es funktioniert nicht.</translation>
    </message>
    <message>
        <source>Not looked at yet; the worklist says what it runs on.</source>
        <translation>Noch nicht geprüft; die Arbeitsliste sagt, worauf gerechnet wird.</translation>
    </message>
    <message>
        <source>Ways in</source>
        <translation>Eingänge</translation>
    </message>
    <message>
        <source>How else studies may come</source>
        <translation>Wie Untersuchungen sonst noch kommen können</translation>
    </message>
    <message>
        <source>Firstread asks the archive by itself. Where scanners or routers can send to it as well, or put files into a folder, studies are there sooner. Both are optional.</source>
        <translation>Firstread fragt das Archiv von selbst ab. Wo Scanner oder Router ihm auch senden oder Dateien in einen Ordner legen können, sind Untersuchungen früher da. Beides ist freiwillig.</translation>
    </message>
    <message>
        <source>&amp;Take studies that scanners, routers and archives send here</source>
        <translation>Untersuchungen &amp;annehmen, die Scanner, Router und Archive hierher senden</translation>
    </message>
    <message>
        <source>On port</source>
        <translation>Auf Port</translation>
    </message>
    <message>
        <source>Under the AE title</source>
        <translation>Unter dem AE-Titel</translation>
    </message>
    <message>
        <source>&amp;Watch a folder; nothing in it is changed</source>
        <translation>Einen Ordner &amp;beobachten; darin wird nichts geändert</translation>
    </message>
    <message>
        <source>Folder</source>
        <translation>Ordner</translation>
    </message>
    <message>
        <source>&amp;Choose ...</source>
        <translation>&amp;Wählen ...</translation>
    </message>
    <message>
        <source>Folder to watch</source>
        <translation>Ordner, der beobachtet wird</translation>
    </message>
    <message>
        <source>Choose a folder, or take the tick away.</source>
        <translation>Wählen Sie einen Ordner, oder entfernen Sie den Haken.</translation>
    </message>
    <message>
        <source>asked for from the archive</source>
        <translation>beim Archiv abgefragt</translation>
    </message>
    <message>
        <source>sent to port {port}</source>
        <translation>an Port {port} gesendet</translation>
    </message>
    <message>
        <source>put into a watched folder</source>
        <translation>in einen beobachteten Ordner gelegt</translation>
    </message>
    <message>
        <source>Studies are {ways}.</source>
        <translation>Untersuchungen werden {ways}.</translation>
    </message>
    <message>
        <source>Cluster</source>
        <translation>Cluster</translation>
    </message>
    <message>
        <source>Audit</source>
        <translation>Audit</translation>
    </message>
    <message>
        <source>Results</source>
        <translation>Ergebnisse</translation>
    </message>
    <message>
        <source>Privacy</source>
        <translation>Datenschutz</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Name</translation>
    </message>
    <message>
        <source>Name of the archive, as shown in the status bar.</source>
        <translation>Name des Archivs, wie er in der Statusleiste steht.</translation>
    </message>
    <message>
        <source>Host</source>
        <translation>Host</translation>
    </message>
    <message>
        <source>Host name or address of the archive (PACS).</source>
        <translation>Hostname oder Adresse des Archivs (PACS).</translation>
    </message>
    <message>
        <source>Port</source>
        <translation>Port</translation>
    </message>
    <message>
        <source>TCP port of the archive&apos;s DICOM service.</source>
        <translation>TCP-Port des DICOM-Dienstes des Archivs.</translation>
    </message>
    <message>
        <source>AE title</source>
        <translation>AE-Titel</translation>
    </message>
    <message>
        <source>AE title of the archive.</source>
        <translation>AE-Titel des Archivs.</translation>
    </message>
    <message>
        <source>ASCII characters without backslash</source>
        <translation>ASCII-Zeichen ohne Backslash</translation>
    </message>
    <message>
        <source>Calling AE title</source>
        <translation>Eigener AE-Titel</translation>
    </message>
    <message>
        <source>Our own AE title, as the archive&apos;s administrator entered it.</source>
        <translation>Unser eigener AE-Titel, wie ihn der Administrator des Archivs eingetragen hat.</translation>
    </message>
    <message>
        <source>Connection timeout</source>
        <translation>Zeitlimit der Verbindung</translation>
    </message>
    <message>
        <source>Seconds to wait for the TCP connection before the archive counts as unreachable.</source>
        <translation>Sekunden, die auf die TCP-Verbindung gewartet wird, bevor das Archiv als nicht erreichbar gilt.</translation>
    </message>
    <message>
        <source>ACSE timeout</source>
        <translation>ACSE-Zeitlimit</translation>
    </message>
    <message>
        <source>Seconds to wait for the archive to accept or release an association.</source>
        <translation>Sekunden, die auf Annahme oder Ende einer Assoziation durch das Archiv gewartet wird.</translation>
    </message>
    <message>
        <source>DIMSE timeout</source>
        <translation>DIMSE-Zeitlimit</translation>
    </message>
    <message>
        <source>Seconds to wait for the next answer or image; some archives think for minutes.</source>
        <translation>Sekunden, die auf die nächste Antwort oder das nächste Bild gewartet wird; manche Archive brauchen Minuten.</translation>
    </message>
    <message>
        <source>Network timeout</source>
        <translation>Netzwerk-Zeitlimit</translation>
    </message>
    <message>
        <source>Seconds without any data after which a connection counts as dead.</source>
        <translation>Sekunden ohne Daten, nach denen eine Verbindung als tot gilt.</translation>
    </message>
    <message>
        <source>Method</source>
        <translation>Methode</translation>
    </message>
    <message>
        <source>How images are fetched; auto takes what works: C-GET, then C-MOVE, then DICOMweb.</source>
        <translation>Wie Bilder übertragen werden; auto nimmt, was funktioniert: C-GET, dann C-MOVE, dann DICOMweb.</translation>
    </message>
    <message>
        <source>Of several archives that hold a study, the one with the lowest number is asked for it.</source>
        <translation>Haben mehrere Archive eine Untersuchung, wird das mit der niedrigsten Zahl danach gefragt.</translation>
    </message>
    <message>
        <source>Associations</source>
        <translation>Assoziationen</translation>
    </message>
    <message>
        <source>Most connections to the archive at the same time.</source>
        <translation>Höchstzahl gleichzeitiger Verbindungen zum Archiv.</translation>
    </message>
    <message>
        <source>Stations</source>
        <translation>Geräte</translation>
    </message>
    <message>
        <source>Only studies of these stations; * stands for any letters. Empty for all.</source>
        <translation>Nur Untersuchungen dieser Geräte; * steht für beliebige Zeichen. Leer für alle.</translation>
    </message>
    <message>
        <source>Departments</source>
        <translation>Abteilungen</translation>
    </message>
    <message>
        <source>Only studies of these departments or institutions; * stands for any letters. Empty for all.</source>
        <translation>Nur Untersuchungen dieser Abteilungen oder Häuser; * steht für beliebige Zeichen. Leer für alle.</translation>
    </message>
    <message>
        <source>Descriptions</source>
        <translation>Beschreibungen</translation>
    </message>
    <message>
        <source>Only studies with such a description, such as *head*; * stands for any letters. Empty for all.</source>
        <translation>Nur Untersuchungen mit einer solchen Beschreibung, etwa *head*; * steht für beliebige Zeichen. Leer für alle.</translation>
    </message>
    <message>
        <source>Body parts</source>
        <translation>Körperregionen</translation>
    </message>
    <message>
        <source>Only studies with a series of such a body part, such as HEAD; a study that names none is taken.</source>
        <translation>Nur Untersuchungen mit einer Serie einer solchen Körperregion, etwa HEAD; eine ohne Angabe wird genommen.</translation>
    </message>
    <message>
        <source>TLS</source>
        <translation>TLS</translation>
    </message>
    <message>
        <source>Encrypt the DICOM connection (TLS 1.2 or later).</source>
        <translation>Die DICOM-Verbindung verschlüsseln (TLS 1.2 oder neuer).</translation>
    </message>
    <message>
        <source>TLS hostname</source>
        <translation>TLS-Hostname</translation>
    </message>
    <message>
        <source>Name in the archive&apos;s certificate, where it is not the host&apos;s; empty for the host.</source>
        <translation>Name im Zertifikat des Archivs, wenn es nicht der des Hosts ist; leer für den Host.</translation>
    </message>
    <message>
        <source>TLS CA file</source>
        <translation>TLS-CA-Datei</translation>
    </message>
    <message>
        <source>Certificates (PEM) of who signs the archive&apos;s; empty for those the system trusts.</source>
        <translation>Zertifikate (PEM) derer, die das des Archivs signieren; leer für jene, denen das System vertraut.</translation>
    </message>
    <message>
        <source>TLS certificate file</source>
        <translation>TLS-Zertifikatsdatei</translation>
    </message>
    <message>
        <source>Our own certificate (PEM), which the archive may ask for; empty for none.</source>
        <translation>Unser eigenes Zertifikat (PEM), nach dem das Archiv fragen kann; leer für keines.</translation>
    </message>
    <message>
        <source>TLS key file</source>
        <translation>TLS-Schlüsseldatei</translation>
    </message>
    <message>
        <source>Key of our own certificate (PEM); empty where it is in the same file.</source>
        <translation>Schlüssel unseres Zertifikats (PEM); leer, wenn er in derselben Datei steht.</translation>
    </message>
    <message>
        <source>Identity</source>
        <translation>Identität</translation>
    </message>
    <message>
        <source>What we say of who asks; the password or token is in the system&apos;s key store.</source>
        <translation>Was wir darüber sagen, wer fragt; Kennwort oder Token liegen im Schlüsselspeicher des Systems.</translation>
    </message>
    <message>
        <source>User</source>
        <translation>Benutzer</translation>
    </message>
    <message>
        <source>User name, where the archive or DICOMweb wants one.</source>
        <translation>Benutzername, wenn Archiv oder DICOMweb einen wollen.</translation>
    </message>
    <message>
        <source>DICOMweb URL</source>
        <translation>DICOMweb-URL</translation>
    </message>
    <message>
        <source>Address of DICOMweb, such as https://pacs/dicom-web; empty for none.</source>
        <translation>Adresse von DICOMweb, etwa https://pacs/dicom-web; leer für keine.</translation>
    </message>
    <message>
        <source>characters, beginning with https:// or http://</source>
        <translation>Zeichen, beginnend mit https:// oder http://</translation>
    </message>
    <message>
        <source>DICOMweb auth</source>
        <translation>DICOMweb-Anmeldung</translation>
    </message>
    <message>
        <source>How we sign in to DICOMweb; the password or token is in the system&apos;s key store.</source>
        <translation>Wie wir uns bei DICOMweb anmelden; Kennwort oder Token liegen im Schlüsselspeicher des Systems.</translation>
    </message>
    <message>
        <source>Send method</source>
        <translation>Sendemethode</translation>
    </message>
    <message>
        <source>How results are sent to it; auto takes C-STORE, or STOW-RS where method is dicomweb.</source>
        <translation>Wie Ergebnisse dorthin gesendet werden; auto nimmt C-STORE oder, wo die Methode dicomweb ist, STOW-RS.</translation>
    </message>
    <message>
        <source>Interval</source>
        <translation>Intervall</translation>
    </message>
    <message>
        <source>Seconds between two questions for new studies.</source>
        <translation>Sekunden zwischen zwei Anfragen nach neuen Untersuchungen.</translation>
    </message>
    <message>
        <source>Lookback</source>
        <translation>Rückblick</translation>
    </message>
    <message>
        <source>How far back studies are asked for, in hours; rounded to whole days.</source>
        <translation>Wie weit zurück nach Untersuchungen gefragt wird, in Stunden; auf ganze Tage gerundet.</translation>
    </message>
    <message>
        <source>Modality</source>
        <translation>Modalität</translation>
    </message>
    <message>
        <source>Modality of the studies to look at.</source>
        <translation>Modalität der Untersuchungen, die angesehen werden.</translation>
    </message>
    <message>
        <source>Threads</source>
        <translation>Gleichzeitig</translation>
    </message>
    <message>
        <source>How many studies are fetched at the same time.</source>
        <translation>Wie viele Untersuchungen gleichzeitig übertragen werden.</translation>
    </message>
    <message>
        <source>Settle</source>
        <translation>Ruhezeit</translation>
    </message>
    <message>
        <source>Seconds without a change in its number of images before a new study counts as whole.</source>
        <translation>Sekunden ohne Änderung der Bildzahl, bevor eine neue Untersuchung als vollständig gilt.</translation>
    </message>
    <message>
        <source>Retries</source>
        <translation>Neue Versuche</translation>
    </message>
    <message>
        <source>How often a study is fetched again when images are missing or the archive fails.</source>
        <translation>Wie oft eine Untersuchung erneut übertragen wird, wenn Bilder fehlen oder das Archiv versagt.</translation>
    </message>
    <message>
        <source>Backoff</source>
        <translation>Wartezeit davor</translation>
    </message>
    <message>
        <source>Seconds before the first of these attempts; doubled each time, at most ten minutes.</source>
        <translation>Sekunden vor dem ersten dieser Versuche; jedes Mal verdoppelt, höchstens zehn Minuten.</translation>
    </message>
    <message>
        <source>Ahead</source>
        <translation>Vorlauf</translation>
    </message>
    <message>
        <source>While so many studies wait to be analysed, only opened ones and emergencies are fetched.</source>
        <translation>Solange so viele Untersuchungen auf die Analyse warten, werden nur geöffnete und Notfälle übertragen.</translation>
    </message>
    <message>
        <source>Least disk</source>
        <translation>Plattenplatz mindestens</translation>
    </message>
    <message>
        <source>Nothing new is fetched while the disk of the image cache has less free space, in GB.</source>
        <translation>Nichts Neues wird übertragen, solange auf dem Datenträger des Bildspeichers weniger frei ist, in GB.</translation>
    </message>
    <message>
        <source>Least memory</source>
        <translation>Arbeitsspeicher mindestens</translation>
    </message>
    <message>
        <source>Nothing new is fetched while the computer has less free memory, in GB.</source>
        <translation>Nichts Neues wird übertragen, solange der Rechner weniger freien Arbeitsspeicher hat, in GB.</translation>
    </message>
    <message>
        <source>Enabled</source>
        <translation>Eingeschaltet</translation>
    </message>
    <message>
        <source>Take studies that scanners, routers and archives send here, without asking for them.</source>
        <translation>Untersuchungen annehmen, die Scanner, Router und Archive hierher senden, ohne danach zu fragen.</translation>
    </message>
    <message>
        <source>TCP port on which images are taken.</source>
        <translation>TCP-Port, auf dem Bilder angenommen werden.</translation>
    </message>
    <message>
        <source>AE title under which images are taken.</source>
        <translation>AE-Titel, unter dem Bilder angenommen werden.</translation>
    </message>
    <message>
        <source>Calling AE titles</source>
        <translation>AE-Titel der Sender</translation>
    </message>
    <message>
        <source>AE titles that may send images; empty for any.</source>
        <translation>AE-Titel, die Bilder senden dürfen; leer für alle.</translation>
    </message>
    <message>
        <source>Addresses</source>
        <translation>Adressen</translation>
    </message>
    <message>
        <source>Addresses or networks such as 10.1.0.0/16 that may send images; empty for any.</source>
        <translation>Adressen oder Netze wie 10.1.0.0/16, die Bilder senden dürfen; leer für alle.</translation>
    </message>
    <message>
        <source>Take only encrypted connections (TLS 1.2 or later).</source>
        <translation>Nur verschlüsselte Verbindungen annehmen (TLS 1.2 oder neuer).</translation>
    </message>
    <message>
        <source>Certificate (PEM) that we show to who sends; receive.tls needs it.</source>
        <translation>Zertifikat (PEM), das wir dem Sender zeigen; receive.tls braucht es.</translation>
    </message>
    <message>
        <source>Key of that certificate (PEM); empty where it is in the same file.</source>
        <translation>Schlüssel dieses Zertifikats (PEM); leer, wenn er in derselben Datei steht.</translation>
    </message>
    <message>
        <source>Certificates (PEM) of who signs the senders&apos;, which then have to show one; empty for none.</source>
        <translation>Zertifikate (PEM) derer, die die der Sender signieren; diese müssen dann eines zeigen; leer für keine.</translation>
    </message>
    <message>
        <source>Seconds without another image before a sent study is analysed; more for slow senders.</source>
        <translation>Sekunden ohne weiteres Bild, bevor eine gesendete Untersuchung analysiert wird; mehr für langsame Sender.</translation>
    </message>
    <message>
        <source>Path</source>
        <translation>Pfad</translation>
    </message>
    <message>
        <source>Folder whose DICOM files are taken up as studies; empty for none. Nothing in it is changed.</source>
        <translation>Ordner, dessen DICOM-Dateien als Untersuchungen aufgenommen werden; leer für keinen. Darin wird nichts geändert.</translation>
    </message>
    <message>
        <source>Seconds between two looks through that folder.</source>
        <translation>Sekunden zwischen zwei Durchsichten dieses Ordners.</translation>
    </message>
    <message>
        <source>Seconds that a file has to stay unchanged before it is taken.</source>
        <translation>Sekunden, die eine Datei unverändert bleiben muss, bevor sie genommen wird.</translation>
    </message>
    <message>
        <source>Provider</source>
        <translation>Laufzeitumgebung</translation>
    </message>
    <message>
        <source>Where the network runs; auto takes the fastest that really works.</source>
        <translation>Wo das Netz rechnet; auto nimmt das schnellste, das wirklich funktioniert.</translation>
    </message>
    <message>
        <source>Model folder</source>
        <translation>Modellordner</translation>
    </message>
    <message>
        <source>Folder of the trained model; empty for the model that ships with Firstread.</source>
        <translation>Ordner des trainierten Modells; leer für das Modell, das zu Firstread gehört.</translation>
    </message>
    <message>
        <source>Who judges studies: Firstread&apos;s own network, or BLAST-CT, which you import yourself.</source>
        <translation>Wer Untersuchungen beurteilt: Firstreads eigenes Netz oder BLAST-CT, das Sie selbst importieren.</translation>
    </message>
    <message>
        <source>Second reader</source>
        <translation>Zweitbefunder</translation>
    </message>
    <message>
        <source>Let the other one of the two judge each study as well, while none waits; it changes no result and no order.</source>
        <translation>Den anderen der beiden jede Untersuchung ebenfalls beurteilen lassen, während keine wartet; das ändert weder Ergebnis noch Reihenfolge.</translation>
    </message>
    <message>
        <source>Timeout</source>
        <translation>Zeitlimit</translation>
    </message>
    <message>
        <source>Seconds after which the analysis of one study is given up.</source>
        <translation>Sekunden, nach denen die Analyse einer Untersuchung aufgegeben wird.</translation>
    </message>
    <message>
        <source>Fetch and analyse the last earlier head CT of a patient as well, to tell what has changed.</source>
        <translation>Auch das letzte frühere Kopf-CT eines Patienten übertragen und analysieren, um zu sagen, was sich geändert hat.</translation>
    </message>
    <message>
        <source>URL</source>
        <translation>URL</translation>
    </message>
    <message>
        <source>Address of the department&apos;s detector, such as https://cluster:8900; empty for none.</source>
        <translation>Adresse des Detektors der Abteilung, etwa https://cluster:8900; leer für keinen.</translation>
    </message>
    <message>
        <source>characters, beginning with https://</source>
        <translation>Zeichen, beginnend mit https://</translation>
    </message>
    <message>
        <source>Token file</source>
        <translation>Token-Datei</translation>
    </message>
    <message>
        <source>File with the secret that the department&apos;s detector asks for; empty for none.</source>
        <translation>Datei mit dem Geheimnis, nach dem der Detektor der Abteilung fragt; leer für keines.</translation>
    </message>
    <message>
        <source>CA file</source>
        <translation>CA-Datei</translation>
    </message>
    <message>
        <source>Certificates (PEM) of who signs the detector&apos;s; empty for those the system trusts.</source>
        <translation>Zertifikate (PEM) derer, die das des Detektors signieren; leer für jene, denen das System vertraut.</translation>
    </message>
    <message>
        <source>Recent</source>
        <translation>Aktuell</translation>
    </message>
    <message>
        <source>Studies not older than this are fetched and analysed before the backlog.</source>
        <translation>Untersuchungen, die nicht älter sind, werden vor dem Rückstand übertragen und analysiert.</translation>
    </message>
    <message>
        <source>Emergency words</source>
        <translation>Notfallwörter</translation>
    </message>
    <message>
        <source>A study whose description or station has one of these words is fetched and analysed before routine ones.</source>
        <translation>Eine Untersuchung mit einem dieser Wörter in Beschreibung oder Gerät wird vor Routine übertragen und analysiert.</translation>
    </message>
    <message>
        <source>Syslog host</source>
        <translation>Syslog-Host</translation>
    </message>
    <message>
        <source>Host of a syslog collector that gets DICOM audit messages (PS3.15 A.5); empty for none.</source>
        <translation>Host eines Syslog-Sammlers, der DICOM-Audit-Meldungen erhält (PS3.15 A.5); leer für keinen.</translation>
    </message>
    <message>
        <source>Syslog port</source>
        <translation>Syslog-Port</translation>
    </message>
    <message>
        <source>Port of the syslog collector.</source>
        <translation>Port des Syslog-Sammlers.</translation>
    </message>
    <message>
        <source>Syslog TLS</source>
        <translation>Syslog-TLS</translation>
    </message>
    <message>
        <source>Send over TLS (RFC 5425); otherwise over UDP, without Patient IDs.</source>
        <translation>Über TLS senden (RFC 5425); sonst über UDP, ohne Patienten-IDs.</translation>
    </message>
    <message>
        <source>Syslog CA file</source>
        <translation>Syslog-CA-Datei</translation>
    </message>
    <message>
        <source>File with the certificate of who signs the collector&apos;s; empty for the system&apos;s own.</source>
        <translation>Datei mit dem Zertifikat dessen, der das des Sammlers signiert; leer für die des Systems.</translation>
    </message>
    <message>
        <source>Send</source>
        <translation>Senden</translation>
    </message>
    <message>
        <source>Send each result to archives as DICOM objects, marked as made by an algorithm.</source>
        <translation>Jedes Ergebnis als DICOM-Objekte an Archive senden, als von einem Algorithmus erstellt gekennzeichnet.</translation>
    </message>
    <message>
        <source>Archives</source>
        <translation>Archive</translation>
    </message>
    <message>
        <source>Names of the archives that get the results; empty for the first one.</source>
        <translation>Namen der Archive, die die Ergebnisse erhalten; leer für das erste.</translation>
    </message>
    <message>
        <source>Objects</source>
        <translation>Objekte</translation>
    </message>
    <message>
        <source>What is sent: segmentation, report, key-objects, presentation-state and capture, or some of them.</source>
        <translation>Was gesendet wird: segmentation, report, key-objects, presentation-state und capture oder einige davon.</translation>
    </message>
    <message>
        <source>Commitment</source>
        <translation>Speicherbestätigung</translation>
    </message>
    <message>
        <source>Ask the archives to confirm that they keep what was sent (storage commitment).</source>
        <translation>Die Archive bestätigen lassen, dass sie behalten, was gesendet wurde (Storage Commitment).</translation>
    </message>
    <message>
        <source>Images</source>
        <translation>Bilder</translation>
    </message>
    <message>
        <source>Room for images in GB; beyond it the images least recently needed are removed.</source>
        <translation>Platz für Bilder in GB; darüber hinaus werden die am längsten nicht gebrauchten entfernt.</translation>
    </message>
    <message>
        <source>Free</source>
        <translation>Frei zu halten</translation>
    </message>
    <message>
        <source>GB to leave free on the disk of the images; below it images are removed, too.</source>
        <translation>GB, die auf dem Datenträger der Bilder frei bleiben; darunter werden ebenfalls Bilder entfernt.</translation>
    </message>
    <message>
        <source>Days after which images that nobody needed are removed; results are kept.</source>
        <translation>Tage, nach denen nicht gebrauchte Bilder entfernt werden; Ergebnisse bleiben.</translation>
    </message>
    <message>
        <source>Days after which a study is forgotten, with its result and its row in the worklist.</source>
        <translation>Tage, nach denen eine Untersuchung vergessen wird, mit ihrem Ergebnis und ihrer Zeile in der Arbeitsliste.</translation>
    </message>
    <message>
        <source>Lock</source>
        <translation>Verdecken nach</translation>
    </message>
    <message>
        <source>Minutes without mouse or keyboard after which the windows are covered; 0 for never.</source>
        <translation>Minuten ohne Maus und Tastatur, nach denen die Fenster verdeckt werden; 0 für nie.</translation>
    </message>
    <message>
        <source>Encrypt journal</source>
        <translation>Journal verschlüsseln</translation>
    </message>
    <message>
        <source>Encrypt what the journal holds of patients; the key is in the system&apos;s key store.</source>
        <translation>Verschlüsseln, was das Journal über Patienten enthält; der Schlüssel liegt im Schlüsselspeicher des Systems.</translation>
    </message>
    <message>
        <source>Encrypt images</source>
        <translation>Bilder verschlüsseln</translation>
    </message>
    <message>
        <source>Encrypt the images in the cache; the key is in the system&apos;s key store.</source>
        <translation>Die Bilder im Zwischenspeicher verschlüsseln; der Schlüssel liegt im Schlüsselspeicher des Systems.</translation>
    </message>
    <message>
        <source>Trusted keys</source>
        <translation>Vertraute Schlüssel</translation>
    </message>
    <message>
        <source>Public keys (minisign, RW...) of who may sign models and installers; empty for nobody.</source>
        <translation>Öffentliche Schlüssel (minisign, RW...) derer, die Modelle und Installationsdateien signieren dürfen; leer für niemanden.</translation>
    </message>
    <message>
        <source>Reader name</source>
        <translation>Name des Befunders</translation>
    </message>
    <message>
        <source>Your name as the other readers see it; empty for the login name.</source>
        <translation>Ihr Name, wie ihn die anderen Befunder sehen; leer für den Anmeldenamen.</translation>
    </message>
    <message>
        <source>Folder that all workstations can write to, to show each other claims; empty for none.</source>
        <translation>Ordner, in den alle Arbeitsplätze schreiben können, um einander Übernahmen zu zeigen; leer für keinen.</translation>
    </message>
    <message>
        <source>Database</source>
        <translation>Datenbank</translation>
    </message>
    <message>
        <source>PostgreSQL database that shares claims, readings, flags, notes and verdicts; empty for none.</source>
        <translation>PostgreSQL-Datenbank, die Übernahmen, Gelesenes, Markierungen, Notizen und Urteile teilt; leer für keine.</translation>
    </message>
    <message>
        <source>Database CA file</source>
        <translation>CA-Datei der Datenbank</translation>
    </message>
    <message>
        <source>File with the certificate of who signs the database&apos;s; empty for the system&apos;s own.</source>
        <translation>Datei mit dem Zertifikat dessen, der das der Datenbank signiert; leer für die des Systems.</translation>
    </message>
    <message>
        <source>Address that opens a study in the viewer of the PACS, with {study_uid}, {accession} or {patient_id}.</source>
        <translation>Adresse, die eine Untersuchung im Viewer des PACS öffnet, mit {study_uid}, {accession} oder {patient_id}.</translation>
    </message>
    <message>
        <source>Command</source>
        <translation>Befehl</translation>
    </message>
    <message>
        <source>Program and arguments that open a study instead, one word each, with the same placeholders.</source>
        <translation>Programm und Argumente, die eine Untersuchung stattdessen öffnen, je ein Wort, mit denselben Platzhaltern.</translation>
    </message>
    <message>
        <source>Theme</source>
        <translation>Farbschema</translation>
    </message>
    <message>
        <source>Colours of the window; system follows the desktop.</source>
        <translation>Farben des Fensters; system folgt dem Desktop.</translation>
    </message>
    <message>
        <source>Language</source>
        <translation>Sprache</translation>
    </message>
    <message>
        <source>Language of the windows; system follows the desktop.</source>
        <translation>Sprache der Fenster; system folgt dem Desktop.</translation>
    </message>
    <message>
        <source>Tell of probable hemorrhage on the desktop, once for each study.</source>
        <translation>Wahrscheinliche Blutungen auf dem Desktop melden, einmal je Untersuchung.</translation>
    </message>
    <message>
        <source>Least probability</source>
        <translation>Mindestwahrscheinlichkeit</translation>
    </message>
    <message>
        <source>No alert for a positive study with a lower probability.</source>
        <translation>Keine Benachrichtigung zu einer positiven Untersuchung mit geringerer Wahrscheinlichkeit.</translation>
    </message>
    <message>
        <source>Sound</source>
        <translation>Ton</translation>
    </message>
    <message>
        <source>Play a short sound with each alert.</source>
        <translation>Zu jeder Benachrichtigung einen kurzen Ton spielen.</translation>
    </message>
    <message>
        <source>Quiet from</source>
        <translation>Ruhe ab</translation>
    </message>
    <message>
        <source>Start of the quiet hours, such as 22:00; what then waits is told at their end. Empty for none.</source>
        <translation>Beginn der Ruhezeit, etwa 22:00; was dann wartet, wird an ihrem Ende gemeldet. Leer für keine.</translation>
    </message>
    <message>
        <source>characters, hours and minutes such as 22:00</source>
        <translation>Zeichen, Stunden und Minuten wie 22:00</translation>
    </message>
    <message>
        <source>Quiet to</source>
        <translation>Ruhe bis</translation>
    </message>
    <message>
        <source>End of the quiet hours, such as 06:00; empty for none.</source>
        <translation>Ende der Ruhezeit, etwa 06:00; leer für keine.</translation>
    </message>
    <message>
        <source>Escalate</source>
        <translation>Erneut melden</translation>
    </message>
    <message>
        <source>Minutes after which a study is told of once more if nobody opened it; 0 for never.</source>
        <translation>Minuten, nach denen eine Untersuchung noch einmal gemeldet wird, wenn niemand sie geöffnet hat; 0 für nie.</translation>
    </message>
    <message>
        <source>Strip</source>
        <translation>Streifen</translation>
    </message>
    <message>
        <source>Show the strip, a small window that stays on top of all others, at the start.</source>
        <translation>Beim Start den Streifen zeigen, ein kleines Fenster, das über allen anderen bleibt.</translation>
    </message>
    <message>
        <source>Strip names</source>
        <translation>Namen im Streifen</translation>
    </message>
    <message>
        <source>Show patients&apos; names in the strip.</source>
        <translation>Namen der Patienten im Streifen zeigen.</translation>
    </message>
    <message>
        <source>Share of head CTs with hemorrhage among emergencies; an assumption, set your own.</source>
        <translation>Anteil der Kopf-CTs mit Blutung unter den Notfällen; eine Annahme, setzen Sie Ihren eigenen.</translation>
    </message>
    <message>
        <source>Inpatient</source>
        <translation>Stationär</translation>
    </message>
    <message>
        <source>Share of head CTs with hemorrhage among inpatients; an assumption, set your own.</source>
        <translation>Anteil der Kopf-CTs mit Blutung unter den stationären Patienten; eine Annahme, setzen Sie Ihren eigenen.</translation>
    </message>
    <message>
        <source>Outpatient</source>
        <translation>Ambulant</translation>
    </message>
    <message>
        <source>Share of head CTs with hemorrhage among outpatients; an assumption, set your own.</source>
        <translation>Anteil der Kopf-CTs mit Blutung unter den ambulanten Patienten; eine Annahme, setzen Sie Ihren eigenen.</translation>
    </message>
    <message>
        <source>Shift</source>
        <translation>Dienst</translation>
    </message>
    <message>
        <source>Length of a shift in hours.</source>
        <translation>Länge eines Dienstes in Stunden.</translation>
    </message>
    <message>
        <source>Set-up &amp;assistant ...</source>
        <translation>&amp;Einrichtungsassistent ...</translation>
    </message>
    <message>
        <source>For &amp;IT</source>
        <translation>Für die &amp;IT</translation>
    </message>
    <message>
        <source>&amp;Export settings ...</source>
        <translation>Einstellungen e&amp;xportieren ...</translation>
    </message>
    <message>
        <source>&amp;Import settings ...</source>
        <translation>Einstellungen &amp;importieren ...</translation>
    </message>
    <message>
        <source>&amp;Support bundle ...</source>
        <translation>&amp;Supportpaket ...</translation>
    </message>
    <message>
        <source>Export settings, without secrets</source>
        <translation>Einstellungen exportieren, ohne Geheimnisse</translation>
    </message>
    <message>
        <source>Settings written. Left out: {names}.</source>
        <translation>Einstellungen geschrieben. Ausgelassen: {names}.</translation>
    </message>
    <message>
        <source>Settings written.</source>
        <translation>Einstellungen geschrieben.</translation>
    </message>
    <message>
        <source>Import settings</source>
        <translation>Einstellungen importieren</translation>
    </message>
    <message>
        <source>Nothing was changed, because the file has errors:</source>
        <translation>Nichts wurde geändert, weil die Datei Fehler hat:</translation>
    </message>
    <message>
        <source>Support bundle</source>
        <translation>Supportpaket</translation>
    </message>
    <message>
        <source>Support bundle: {part} ...</source>
        <translation>Supportpaket: {part} ...</translation>
    </message>
    <message>
        <source>Support bundle written: {count} parts.</source>
        <translation>Supportpaket geschrieben: {count} Teile.</translation>
    </message>
    <message>
        <source>Support bundle: looking at everything; this may take a minute.</source>
        <translation>Supportpaket: Alles wird geprüft; das kann eine Minute dauern.</translation>
    </message>
    <message>
        <source>Loading the program ...</source>
        <translation>Das Programm wird geladen ...</translation>
    </message>
    <message>
        <source>Set by your administrator.</source>
        <translation>Von Ihrem Administrator vorgegeben.</translation>
    </message>
    <message>
        <source>This must be {what}.</source>
        <translation>Dies muss {what} sein.</translation>
    </message>
    <message>
        <source>Welcome</source>
        <translation>Willkommen</translation>
    </message>
    <message>
        <source>Welcome to Firstread</source>
        <translation>Willkommen bei Firstread</translation>
    </message>
    <message>
        <source>It asks your archive for new head CTs, looks at them, and puts those with probable intracranial hemorrhage on top of the list. Three short steps set it up; each can be skipped, and all of it can be changed later.</source>
        <translation>Es fragt Ihr Archiv nach neuen Kopf-CTs, sieht sie an und stellt die mit wahrscheinlicher intrakranieller Blutung an die Spitze der Liste. Drei kurze Schritte richten es ein; jeder kann übersprungen und alles später geändert werden.</translation>
    </message>
    <message>
        <source>Firstread is research software, not a medical device. It has no approval of any kind, misses hemorrhages and raises false alarms. It must not be used for diagnosis or to decide about a patient: every study needs its reader, and not analysed never means negative.</source>
        <translation>Firstread ist Forschungssoftware, kein Medizinprodukt. Es hat keinerlei Zulassung, übersieht Blutungen und gibt Fehlalarme. Es darf nicht für Diagnosen oder Entscheidungen über Patienten verwendet werden: Jede Untersuchung braucht ihren Befunder, und nicht analysiert heißt nie negativ.</translation>
    </message>
    <message>
        <source>To look at it first: the demo brings an archive of its own with invented patients.</source>
        <translation>Erst einmal ansehen: Die Demo bringt ein eigenes Archiv mit erfundenen Patienten mit.</translation>
    </message>
    <message>
        <source>Show the &amp;demo</source>
        <translation>&amp;Demo zeigen</translation>
    </message>
    <message>
        <source>The demo opens in a window of its own.</source>
        <translation>Die Demo öffnet sich in einem eigenen Fenster.</translation>
    </message>
    <message>
        <source>The demo could not be started.</source>
        <translation>Die Demo konnte nicht gestartet werden.</translation>
    </message>
    <message>
        <source>Ready</source>
        <translation>Bereit</translation>
    </message>
    <message>
        <source>In the worklist, the line at the bottom says at all times how archive and processor stand. Tools, Check the set-up looks at everything again and says how to mend what is wrong; this assistant is in the same menu.</source>
        <translation>In der Arbeitsliste sagt die unterste Zeile jederzeit, wie es um Archiv und Prozessor steht. Werkzeuge, Einrichtung prüfen sieht alles noch einmal an und sagt, wie sich beheben lässt, was nicht stimmt; dieser Assistent steht im selben Menü.</translation>
    </message>
    <message>
        <source>Not everything works yet</source>
        <translation>Noch funktioniert nicht alles</translation>
    </message>
    <message>
        <source>Firstread is ready</source>
        <translation>Firstread ist bereit</translation>
    </message>
    <message>
        <source>Almost ready</source>
        <translation>Fast bereit</translation>
    </message>
    <message>
        <source>Finish opens the worklist all the same; it tries again by itself.</source>
        <translation>Fertigstellen öffnet die Arbeitsliste trotzdem; sie versucht es von selbst erneut.</translation>
    </message>
    <message>
        <source>Finish opens the worklist.</source>
        <translation>Fertigstellen öffnet die Arbeitsliste.</translation>
    </message>
    <message>
        <source>Set up Firstread</source>
        <translation>Firstread einrichten</translation>
    </message>
    <message>
        <source>Skip the &amp;rest</source>
        <translation>&amp;Rest überspringen</translation>
    </message>
    <message>
        <source>&amp;Skip this step</source>
        <translation>Diesen Schritt &amp;überspringen</translation>
    </message>
    <message>
        <source>&amp;Back</source>
        <translation>&amp;Zurück</translation>
    </message>
    <message>
        <source>&amp;Next</source>
        <translation>&amp;Weiter</translation>
    </message>
    <message>
        <source>&amp;Finish</source>
        <translation>&amp;Fertigstellen</translation>
    </message>
    <message>
        <source>Something went wrong the last time</source>
        <translation>Beim letzten Mal ist etwas schiefgegangen</translation>
    </message>
    <message>
        <source>Reports of what went wrong</source>
        <translation>Berichte über Fehler</translation>
    </message>
    <message>
        <source>Firstread met an error that nobody expected. No study was lost: it goes on where it was. The report stays on this computer and names no patient; it is shown this once.</source>
        <translation>Firstread ist auf einen unerwarteten Fehler gestoßen. Keine Untersuchung ging verloren: Es macht dort weiter, wo es war. Der Bericht bleibt auf diesem Computer und nennt keinen Patienten; er wird nur dieses eine Mal gezeigt.</translation>
    </message>
    <message>
        <source>Research software, not a medical device</source>
        <translation>Forschungssoftware, kein Medizinprodukt</translation>
    </message>
    <message>
        <source>Demo: the studies of an evening shift arrive over two minutes; all patients are invented.</source>
        <extracomment>Without a reader nobody wants to wait: the shift of two minutes arrives in fifteen seconds. Dots per inch of the report&apos;s picture: 760 pixels across.</extracomment>
        <translation>Demo: Die Untersuchungen eines Spätdienstes kommen binnen zwei Minuten an; alle Patienten sind erfunden.</translation>
    </message>
    <message>
        <source>Opening files …</source>
        <translation>Dateien werden geöffnet …</translation>
    </message>
    <message>
        <source>Open a folder or disc with CT images</source>
        <translation>Ordner oder Datenträger mit CT-Bildern öffnen</translation>
    </message>
    <message>
        <source>Firstread is research software. It is not a medical device, has no approval of any kind, and must not be used for diagnosis or to decide about a patient. It can miss hemorrhage and can report what is not there. A study without a result, or with the result &apos;None found&apos;, has not been read: every study needs its reader.</source>
        <translation>Firstread ist Forschungssoftware. Es ist kein Medizinprodukt, hat keinerlei Zulassung und darf nicht zur Diagnose oder für Entscheidungen über Patienten verwendet werden. Es kann Blutungen übersehen und melden, was nicht da ist. Eine Untersuchung ohne Ergebnis oder mit dem Ergebnis „Keine gefunden“ ist nicht befundet: Jede Untersuchung braucht ihren Befunder.</translation>
    </message>
    <message>
        <source>About Firstread</source>
        <translation>Über Firstread</translation>
    </message>
    <message>
        <source>A reading-room worklist that puts probable intracranial hemorrhage first.</source>
        <translation>Eine Arbeitsliste für den Befundraum, die wahrscheinliche intrakranielle Blutungen nach vorn stellt.</translation>
    </message>
    <message>
        <source>The detector has not started yet.</source>
        <translation>Der Detektor ist noch nicht gestartet.</translation>
    </message>
    <message>
        <source>Detector after Chang et al., Hybrid 3D/2D Convolutional Neural Network for Hemorrhage Evaluation on Head CT, AJNR 2018. Apache License 2.0.</source>
        <translation>Detektor nach Chang et al., Hybrid 3D/2D Convolutional Neural Network for Hemorrhage Evaluation on Head CT, AJNR 2018. Apache-Lizenz 2.0.</translation>
    </message>
    <message>
        <source>This could not be done ({error}).</source>
        <extracomment>What the work returned. One plain sentence.</extracomment>
        <translation>Das war nicht möglich ({error}).</translation>
    </message>
    <message>
        <source>Check the set-up</source>
        <translation>Einrichtung prüfen</translation>
    </message>
    <message>
        <source>Check &amp;again</source>
        <translation>&amp;Erneut prüfen</translation>
    </message>
    <message>
        <source>&amp;Copy</source>
        <translation>&amp;Kopieren</translation>
    </message>
    <message>
        <source>Copy the findings as text; they name no patient.</source>
        <translation>Die Befunde der Prüfung als Text kopieren; sie nennen keine Patienten.</translation>
    </message>
    <message>
        <source>&amp;Save for IT ...</source>
        <translation>Für die IT &amp;speichern ...</translation>
    </message>
    <message>
        <source>Save the findings as JSON; they name no patient.</source>
        <translation>Die Befunde der Prüfung als JSON speichern; sie nennen keine Patienten.</translation>
    </message>
    <message>
        <source>Looking at computer, archive and processor ...</source>
        <translation>Computer, Archiv und Prozessor werden geprüft ...</translation>
    </message>
    <message>
        <source>Nothing could be looked at.</source>
        <translation>Nichts konnte geprüft werden.</translation>
    </message>
    <message>
        <source>One thing is wrong.</source>
        <translation>Eines stimmt nicht.</translation>
    </message>
    <message numerus="yes">
        <source>%n things are wrong.</source>
        <translation>
            <numerusform>%n Punkt stimmt nicht.</numerusform>
            <numerusform>%n Punkte stimmen nicht.</numerusform>
        </translation>
    </message>
    <message>
        <source>Everything is in order.</source>
        <translation>Alles ist in Ordnung.</translation>
    </message>
    <message>
        <source>Save for IT</source>
        <translation>Für die IT speichern</translation>
    </message>
    <message>
        <source>{file} cannot be written: {why}.</source>
        <translation>{file} kann nicht geschrieben werden: {why}.</translation>
    </message>
    <message>
        <source>unknown error</source>
        <translation>unbekannter Fehler</translation>
    </message>
    <message>
        <source>In order</source>
        <extracomment>Does the looking; raises ArchiveCancelled once told to stop. By what was found: icon, name of its colour in the theme, word.</extracomment>
        <translation>In Ordnung</translation>
    </message>
    <message>
        <source>Wrong</source>
        <translation>Falsch</translation>
    </message>
    <message>
        <source>Not looked at</source>
        <translation>Nicht geprüft</translation>
    </message>
    <message>
        <source>To mend it: {remedy}</source>
        <translation>Abhilfe: {remedy}</translation>
    </message>
    <message>
        <source>Metrics</source>
        <translation>Kennzahlen</translation>
    </message>
    <message>
        <source>They name no patient. The same numbers are in metrics.json and metrics.prom in the data folder.</source>
        <translation>Sie nennen keine Patienten. Dieselben Zahlen stehen in metrics.json und metrics.prom im Datenordner.</translation>
    </message>
    <message>
        <source>Firstread report</source>
        <translation>Firstread-Bericht</translation>
    </message>
    <message>
        <source>Slice view</source>
        <extracomment>Slices of a Page key. The :class:`Probe` under the pointer, or None.</extracomment>
        <translation>Schichtansicht</translation>
    </message>
    <message>
        <source>Overlays hidden</source>
        <extracomment>Where a point in pixels of the slice (x, y) lies on the screen.</extracomment>
        <translation>Überlagerungen ausgeblendet</translation>
    </message>
    <message>
        <source>There is no second reader: {why}</source>
        <translation>Es gibt keinen Zweitbefunder: {why}</translation>
    </message>
    <message>
        <source>Not yet judged by the second reader, which waits until no study waits for its first answer.</source>
        <translation>Vom Zweitbefunder noch nicht beurteilt; er wartet, bis keine Untersuchung mehr auf ihr erstes Ergebnis wartet.</translation>
    </message>
    <message>
        <source>Not judged by the second reader: it was read before.</source>
        <translation>Vom Zweitbefunder nicht beurteilt: Sie wurde vorher befundet.</translation>
    </message>
    <message>
        <source>Not judged by the second reader: the answer is older than a day.</source>
        <translation>Vom Zweitbefunder nicht beurteilt: Das Ergebnis ist älter als ein Tag.</translation>
    </message>
    <message>
        <source>The second reader could not answer: {why}</source>
        <translation>Der Zweitbefunder konnte nicht antworten: {why}</translation>
    </message>
    <message>
        <source>score {score} (threshold {threshold})</source>
        <translation>Score {score} (Schwelle {threshold})</translation>
    </message>
    <message>
        <source>Second reader {model} agrees: hemorrhage, {numbers}.</source>
        <translation>Zweitbefunder {model} stimmt zu: Blutung, {numbers}.</translation>
    </message>
    <message>
        <source>Second reader {model} DISAGREES: hemorrhage, {numbers}.</source>
        <translation>Zweitbefunder {model} WIDERSPRICHT: Blutung, {numbers}.</translation>
    </message>
    <message>
        <source>most on slice {number}</source>
        <translation>am meisten auf Schicht {number}</translation>
    </message>
    <message>
        <source>overlap of the masks (Dice) {dice}</source>
        <translation>Überlappung der Masken (Dice) {dice}</translation>
    </message>
    <message>
        <source>Second reader {model} agrees: no hemorrhage found, {numbers}.</source>
        <translation>Zweitbefunder {model} stimmt zu: keine Blutung gefunden, {numbers}.</translation>
    </message>
    <message>
        <source>Second reader {model} DISAGREES: no hemorrhage found, {numbers}.</source>
        <translation>Zweitbefunder {model} WIDERSPRICHT: keine Blutung gefunden, {numbers}.</translation>
    </message>
    <message>
        <source>Firstread cannot start: {why}</source>
        <translation>Firstread kann nicht starten: {why}</translation>
    </message>
</context>
</TS>
