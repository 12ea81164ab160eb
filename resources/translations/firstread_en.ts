<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en" sourcelanguage="en">
<context>
    <name></name>
    <message numerus="yes">
        <source>Not opened yet: %n urgent studies</source>
        <translation>
            <numerusform>Not opened yet: %n urgent study</numerusform>
            <numerusform>Not opened yet: %n urgent studies</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Hemorrhage probable in %n studies</source>
        <translation>
            <numerusform>Hemorrhage probable in %n study</numerusform>
            <numerusform>Hemorrhage probable in %n studies</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>and %n more</source>
        <translation>
            <numerusform>and %n more</numerusform>
            <numerusform>and %n more</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n urgent studies</source>
        <translation>
            <numerusform>%n urgent study</numerusform>
            <numerusform>%n urgent studies</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n lesions, total {total} mL</source>
        <translation>
            <numerusform>%n lesion, total {total} mL</numerusform>
            <numerusform>%n lesions, total {total} mL</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n studies opened.</source>
        <extracomment>Key of the columns&apos; layout; one of another number of columns is of an older version and would hide the new ones. What left the program as a file, in a few words without patient data; emitted from the thread that wrote it. Studies that the reader will probably open next: a tuple of their Study Instance UIDs. The study that an action is about, or what is known of it, may be another one now. The reader wants to open images from a disk. Files and folders that were dropped on the window: a tuple of Path. The latest word of each part of the machine, by its kind and name.</extracomment>
        <translation>
            <numerusform>%n study opened.</numerusform>
            <numerusform>%n studies opened.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n studies written.</source>
        <translation>
            <numerusform>%n study written.</numerusform>
            <numerusform>%n studies written.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n fetching</source>
        <translation>
            <numerusform>%n fetching</numerusform>
            <numerusform>%n fetching</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n waiting</source>
        <translation>
            <numerusform>%n waiting</numerusform>
            <numerusform>%n waiting</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n analysing</source>
        <translation>
            <numerusform>%n analysing</numerusform>
            <numerusform>%n analysing</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n not listed</source>
        <translation>
            <numerusform>%n not listed</numerusform>
            <numerusform>%n not listed</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n studies of the archive cannot be listed here: they have no valid Study Instance UID. Look for them in the PACS.</source>
        <translation>
            <numerusform>%n study of the archive cannot be listed here: it has no valid Study Instance UID. Look for it in the PACS.</numerusform>
            <numerusform>%n studies of the archive cannot be listed here: they have no valid Study Instance UID. Look for them in the PACS.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n later</source>
        <translation>
            <numerusform>%n later</numerusform>
            <numerusform>%n later</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n wait for their time: for the rest of their images, or for the next attempt.</source>
        <translation>
            <numerusform>%n waits for its time: for the rest of its images, or for the next attempt.</numerusform>
            <numerusform>%n wait for their time: for the rest of their images, or for the next attempt.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n urgent studies above — click or press U to bring them in</source>
        <translation>
            <numerusform>%n urgent study above — click or press U to bring it in</numerusform>
            <numerusform>%n urgent studies above — click or press U to bring them in</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n urgent studies are not in this view — click or press U to see all studies</source>
        <translation>
            <numerusform>%n urgent study is not in this view — click or press U to see all studies</numerusform>
            <numerusform>%n urgent studies are not in this view — click or press U to see all studies</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n studies</source>
        <translation>
            <numerusform>%n study</numerusform>
            <numerusform>%n studies</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{rows} of %n studies</source>
        <translation>
            <numerusform>{rows} of %n study</numerusform>
            <numerusform>{rows} of %n studies</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n unread</source>
        <translation>
            <numerusform>%n unread</numerusform>
            <numerusform>%n unread</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n urgent</source>
        <translation>
            <numerusform>%n urgent</numerusform>
            <numerusform>%n urgent</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n without an answer</source>
        <translation>
            <numerusform>%n without an answer</numerusform>
            <numerusform>%n without an answer</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n changes</source>
        <translation>
            <numerusform>%n change</numerusform>
            <numerusform>%n changes</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n studies of this worklist.</source>
        <translation>
            <numerusform>%n study of this worklist.</numerusform>
            <numerusform>%n studies of this worklist.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n things are wrong.</source>
        <translation>
            <numerusform>%n thing is wrong.</numerusform>
            <numerusform>%n things are wrong.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n lesions written.</source>
        <translation>
            <numerusform>%n lesion written.</numerusform>
            <numerusform>%n lesions written.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>urgent, the oldest waits {time}</source>
        <translation>
            <numerusform>urgent, the oldest waits {time}</numerusform>
            <numerusform>urgent, the oldest waits {time}</numerusform>
        </translation>
    </message>
</context>
</TS>
