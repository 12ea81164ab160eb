"""One detector for many workstations, on Ray: the messages, the client, the service, and the reading of an archive."""
