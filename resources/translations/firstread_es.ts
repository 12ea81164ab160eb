<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="es" sourcelanguage="en">
<context>
    <name></name>
    <message>
        <source>At the end, because it was marked as read.</source>
        <extracomment>Takes an English sentence and gives it in another language.</extracomment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>On top, because a reader pinned it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>First, because hemorrhage is probable ({finding}); most probable first.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>In its turn among the emergencies</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>In its turn, by arrival</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{turn}: no hemorrhage was found, and that moves no study down.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{turn}, because {reason} and the outcome is not known.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>New in the list: {place}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Moved up among the probable hemorrhages: now {finding}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Moved down among the probable hemorrhages: now {finding}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Moved up: it is an emergency.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Moved down: it is not an emergency.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Moved to the end, because it was marked as read.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Moved to the top, because a reader pinned it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Moved up and unread again, because hemorrhage is probable ({finding}).</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No longer pinned, and first because hemorrhage is probable ({finding}).</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Moved up, because hemorrhage is probable ({finding}).</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Moved back to its turn, because it was marked as unread.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Back in its turn, because it is no longer pinned.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Back in its turn, because no hemorrhage was found this time.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Back in its turn, because {reason} and the earlier answer no longer holds.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>it was only just found</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>it still waits to be fetched</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>its images are being fetched</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>images are missing</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>it still waits to be analysed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>it is being analysed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>it could not be analysed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>its analysis failed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>it was withdrawn</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>probability not known</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{percent}, {ml} mL, mostly {type}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>waiting {time}</source>
        <extracomment>So many studies are named in one alert.</extracomment>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>Not opened yet: %n urgent studies</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Hemorrhage probable in %n studies</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>and %n more</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <source>No urgent study waits</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>%n urgent studies</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <source>{count}, the oldest waits {time}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Agreed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Not hemorrhage</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Missed hemorrhage</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Wrong type</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Calcification</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Artifact</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Post-operative change</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Vessel or sinus</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Thick dura or falx</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Tumour</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Small</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Subacute or isodense</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>At the skull base</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>At the vertex</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Subarachnoid</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>It is epidural</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>It is subdural</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>It is subarachnoid</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>It is intraparenchymal</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>It is intraventricular</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Other</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No reason given</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>All studies</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Mine</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Emergency</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Unread positives</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Not analysed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A view needs a name of at most {count} characters.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This name is taken by a view that ships with Firstread.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Search for something first; the search is what is saved.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Free words, names and accession numbers are not saved, because they may name a patient.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>epidural</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>subdural</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>subarachnoid</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>intraparenchymal</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>intraventricular</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Found</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Queued</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Fetching</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Incomplete</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Waiting</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Analysing</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Probable bleed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>None found</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Failed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Withdrawn</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>punctate</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>small</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>medium</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>large</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Jan</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Feb</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Mar</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Apr</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>May</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Jun</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Jul</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Aug</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Sep</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Oct</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nov</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Dec</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Research software - not a medical device</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{days} d {hours} h</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Hemorrhage probable, {probability}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No hemorrhage found, probability {probability}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Not analysed: this study has no result</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Analysis failed: this study has no result</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Withdrawn: this study has no result</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{state}: no result yet</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>slice {first}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>slices {first}–{last}</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>%n lesions, total {total} mL</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <source>{count}; largest {type} {ml} mL (95 % interval {low}–{high} mL), {where}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Model {name}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>You put it back; it stands as it would without the answer.</source>
        <extracomment>Role of the whole :class:`StudyRecord` of a row. Role of a row&apos;s latest :class:`Move` of the last minutes, or None. Updates are gathered this long before the table changes, so that a burst of events costs one update. A search that depends on the clock is made again after so many ticks. The rows, their order or the difference to the right order changed. Rows moved up: a tuple of :class:`Move`, right after the table has them in their new places. Who ``is:mine`` in the search means.</extracomment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{time}: {why}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Priority</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Class of the worklist order; hover a row to see why it stands where it stands</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>State</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Where the study stands; only &apos;None found&apos; means that no hemorrhage was found</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Prob.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Calibrated probability of any intracranial hemorrhage</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Types</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Types found, largest volume first: EDH, SDH, SAH, IPH, IVH</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>mL</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Volume of all hemorrhage in mL; punctate &lt; 0.01, small to 5, medium to 25, large &gt; 25 mL</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Patient</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Patient&apos;s name</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Age</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Age on the day of the study, and sex</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Time since this workstation first heard of the study, until it was read</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Marks</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Emergency, pinned, flagged, claimed, with a note, with a verdict on the answer</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Priors</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Earlier studies of the same patient in this list</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Accession</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Accession number</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Study time</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Study date and time, as the scanner wrote them</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Description</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Study description</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Station</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Station name of the scanner</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Read by</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Who marked the study as read, or who says to read it now</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Urgent</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Unknown</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>In turn</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Read</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>emergency</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>pinned</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>flagged</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>claimed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>note</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>verdict</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{name} reads it</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Note: {text}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Strip on top of all windows</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Department</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Earlier study</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open study</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Type</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Before, mL</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Now, mL</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Change, mL</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Change in volume by type</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Registering the earlier study</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>date not known</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The two do not lie well on each other: do not compare them pixel by pixel.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The earlier study was not analysed here: no volumes of it are known.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Registered, interpolated</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Total</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Take studies &amp;read without a verdict for agreement</source>
        <extracomment>Who finds a negative answer right says nothing: without these studies the rates would be of the errors alone.</extracomment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Period</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>by week</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>by four weeks</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Export verdicts without names ...</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Agreement over time</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Positive answers that are hemorrhage (PPV)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Hemorrhages with a positive answer (sensitivity)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Others with a negative answer (specificity)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Negative answers without hemorrhage (NPV)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>PPV</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>sensitivity</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>known only with the studies read without a verdict</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No answer was called wrong yet.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{said} verdicts, {silent} studies read without one. Bars and brackets are 95 % intervals (Wilson).</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Who only speaks up when something is wrong makes the program look worse.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Department</source>
        <extracomment>What left the program as a file, in a few words without patient data; from the thread that wrote it.</extracomment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Scores and flags</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Threshold</source>
        <extracomment>The threshold that is looked at.</extracomment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Reading queue</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Agreement</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Reading the journal N{HORIZONTAL ELLIPSIS}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The verdicts are written.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Inpatients</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Outpatients</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Export verdicts without names</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Mean wait against a list without the program</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>threshold</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>minutes sooner</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Time for a study, all else included</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Readers</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>studies</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>without the program</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>with it</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>difference of the mean</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>flagged studies</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>all others</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>today</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Today</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Chosen</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>others</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The last {count} arrivals of this workstation, replayed. Waiting times: median, and in brackets what nine of ten stay below. A study is flagged from the moment its answer came. Nobody is faster by another order: what the flagged gain, the others pay.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No study has arrived yet.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>At {threshold:.2f}:</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>flagged studies {gain},</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>all others {gain}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>With the sensitivity that was measured, hemorrhages in the mean {gain}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the same</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{time} sooner</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{time} later</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Scores of the answers</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>score</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>By hour of the day</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>hour</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>studies a day</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>all studies</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{studies} studies in {days:.1f} days, {an_hour:.1f} an hour, {flags:.1f} of them flagged a day. </source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{scores} scores of model {model}, {above} at or above its threshold {threshold:.2f}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No study has an answer yet.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Rates by threshold</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Flags a shift by threshold</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>flags a shift</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Patients</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>with &amp;hemorrhage</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;studies a shift</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>false alarms</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>of the flags true (PPV)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>missed a shift</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Threshold {value:.2f}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>specificity</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>PPV here</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>expected</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>by the scores of this site</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Today, {value:.2f}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The model card has no rates by threshold, and this site has too few verdicts for rates of its own: only the flags by the scores of this site are known.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Rates: {source}, {positives} studies with hemorrhage and {negatives} without. </source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The limits take both 95 % intervals together. They hold only for patients and scanners like those. A threshold is changed with the model, never here.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Value under the pointer</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Scroll</source>
        <extracomment>Tool of the left button, icon, name, key, what it does.</extracomment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Left: {tool}. Right: window. Middle: pan. Ctrl and wheel: zoom. Space held: bare image. F1: keys.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>In the worklist</source>
        <extracomment>What no action stands for.</extracomment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Click, Enter</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>open the study</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Up, Down</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>move without opening</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Home, End, Page Up, Page Down</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>through the list</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Menu key</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>what can be done with the study</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Tab</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>to the next part of the window</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Right click on a title</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>choose columns</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>In the image</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Wheel, Up, Down</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>through the slices; up is towards the head</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Page Up, Page Down</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>five slices</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Home, End</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>vertex, skull base</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Left drag</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>as the chosen tool says</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Right drag</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>window: to the sides width, up and down level</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Ctrl and wheel, middle drag</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>zoom, move</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Space, held</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>bare image</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Image and reading</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Keys</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Loading …</source>
        <extracomment>What left the program as a file, in a few words without patient data; emitted from the thread that wrote it. Studies that the reader will probably open next: a tuple of their Study Instance UIDs.</extracomment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The study will be fetched and analysed again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The study is taken off the line; it stays in the list, and can be fetched and analysed again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Summary copied; it names no patient.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Export the worklist without names and IDs</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>%n studies written.</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <source>Mark as &amp;unread</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Mark as &amp;read</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Do not &amp;keep on top</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Keep on top</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Open</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Fetch and analyse &amp;again</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Take off the line</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Copy summary sentence</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Export worklist as CSV ...</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Quit</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Study</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;View</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Bring in &amp;urgent studies</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Pause fetching and analysing</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Pipeline</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;About Firstread</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Help</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Keys</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Brush</source>
        <extracomment>A :class:`ReaderResult`, or None where nothing is changed any more. Show the algorithm&apos;s own result for a look. One sentence for the reader. Who edits.</extracomment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Paint the chosen type with the left button</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Erase</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Erase with the left button</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Type to paint</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Size of the brush in mm</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Undo</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Take the latest step back; Ctrl+Z while the image has the focus</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Redo</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Make it again; Ctrl+Shift+Z while the image has the focus</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Show original</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Done</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Note</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The note stays on this workstation. It is in no export and in no log.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Reading the key slice …</source>
        <extracomment>Key as it was asked for, and a (QImage, caption) or None.</extracomment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No key slice: its images are no longer here.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Key slice {number} of {count}, brain window</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No viewer is set; see menu Tools, Settings, page Viewer of the PACS.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The viewer of the PACS could not be started.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>C&amp;laim</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Take o&amp;ver the claim</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Flag</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Note ...</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open in the viewer of the &amp;PACS</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Yes, the answer is right</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Not hemorrhage ...</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Wrong &amp;type ...</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Ans&amp;wer</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Give free, c&amp;laim no more</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Take the &amp;flag away</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Missed hemorrhage ...</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{reader} has claimed this study; Shift+C takes it over.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Given free.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Claimed: the others see that you read it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Taken over from {reader}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The verdict is taken back.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Noted: {verdict}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Opened in the viewer of the PACS.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Axial plane</source>
        <extracomment>Thicknesses of a slab in mm; 0 is a plane of its own. The axial slice through the crosshair.</extracomment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Coronal plane</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Sagittal plane</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>One voxel</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Thickness of the slab</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Mean</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Mean of the slab, or its brightest voxels (maximum intensity projection)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>How a slab is made</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Window</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Masks</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Slab</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A stack of slices is needed for reformats.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Report</source>
        <extracomment>What was written, in a few words without patient data.</extracomment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>De-identified: no name, identifiers and dates</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Drawing the page</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Save as PDF ...</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Save as PNG ...</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Written.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Save the report</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Words are looked for in all columns. Terms ask one column:
type:SDH  ml:&gt;10  prob:50-90  age:&gt;80  state:failed  desc:&quot;head wo&quot;  station:CT1
is:unread  is:urgent  is:emergency  is:mine  is:flagged  is:unanswered
A minus before a term means not. Esc empties the line.</source>
        <extracomment>A search waits this long for the next letter.</extracomment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>View</source>
        <extracomment>Esc or Down in the line: the reader wants back to the list.</extracomment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Views: a search with a name</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Search the worklist</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Search: words, or type:SDH ml:&gt;10 is:unread</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Save or remove a view</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Save this search as a view, or remove a view of your own</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Save this search as a view ...</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Remove this view</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Save a view</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Name of the view:</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>(search)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Firstread: urgent studies</source>
        <extracomment>Study Instance UID of the study that was clicked.</extracomment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Hide the strip; Ctrl+T shows it again</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Hide the strip</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>urgent, the oldest waits {time}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Slice strip</source>
        <extracomment>Sides of the small pictures, in pixels; there are none where a slice has less room than the least.</extracomment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Slice {number} of {count}</source>
        <extracomment>A step to the next slice that is longer than the usual one by this factor is a gap.</extracomment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>score {score}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No study is open</source>
        <extracomment>The slice on the screen changed: its index. The threshold for looking changed: an :class:`app.models.view_threshold.Filtered`, or None without a result.</extracomment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Click a study in the worklist, or press Enter on it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Loading</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Reading the images of this study.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No series of this study could be read.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This study cannot be shown</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The masks belong to another series and are not drawn on this one.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Next finding</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Towards the head</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Previous finding</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Towards the skull base</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Opacity of the masks</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Location {mm} mm, {apart} mm apart</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Zoom {percent} %</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Inverted: dense is dark</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Gantry tilt {degrees}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Gap of {mm} mm above this slice</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Gap of {mm} mm below this slice</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Radiological: R on the left</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>FLIPPED: {left} on the left, {top} on top</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>born {date}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>ID {id}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Accession {number}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No result</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Model {model}, {provider}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Edited by reader</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>View only at threshold {threshold}; the result is unchanged at {stored}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Archive: not asked yet</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Queue: {work}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>empty</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Device: starting</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{archive}: connected</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{archive}: not reachable</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>%n fetching</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n waiting</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n analysing</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n later</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <source>Nothing new is fetched. {reason}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{queue} (no room)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The pipeline is paused: nothing new is fetched or analysed.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{queue} (paused)</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>%n wait for their time: for the rest of their images, or for the next attempt.</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <source>{device} ({provider}), after trouble</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No earlier head CT of this patient was found.</source>
        <extracomment>Study Instance UID and :class:`ReaderResult` (None: nothing is changed any more) to keep. The :class:`CaseResult` that counts now. Study Instance UID and generation: answer with :class:`PriorLoaded`. What left the program as a file, in a few words without patient data; emitted from any thread.</extracomment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Slices</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Re&amp;formats</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Compare with the earlier study</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Edit masks</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Print report ...</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Copy lesion &amp;table</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Export &amp;lesions as CSV ...</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Looking for an earlier study</source>
        <extracomment>For the menus View and Study.</extracomment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Lesion table copied; it names no patient.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Export the lesions</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Show boxes and lesions as of another threshold; the result stays as it is</source>
        <extracomment>The threshold for looking, or None for the stored one.</extracomment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Threshold, for looking only</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Back to the threshold of the result</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{threshold} view only (result {stored})</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Show the worklist</source>
        <extracomment>The reader wants the window; with the Study Instance UID of the study to point at, or an empty text.</extracomment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Show the strip</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{verdict}: why?</source>
        <extracomment>Takes a verdict, or None to take the verdict back, and a reason code.</extracomment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Drag up and down: through the slices</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Drag sideways: width, up and down: level</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Zoom</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Drag up and down: zoom</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Pan</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Drag: move the image</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Length</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Drag from end to end: mm</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Angle</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Drag the first leg to the vertex, then click the end of the second</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Ellipse</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Drag from corner to corner: mean, SD, range, area</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Value</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Click: keep the HU of a pixel</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Masks by type; hold Space for the bare image</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Outline</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Masks as outlines, without filling</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Boxes</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Accepted boxes with their scores (green)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Rejected</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Boxes looked at and rejected (purple)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Fit</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Show the whole slice</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Invert</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Dense is dark</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Flip sideways</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Swap left and right; the letters follow</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Flip upside down</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Swap top and bottom; the letters follow</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Reset</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Window, zoom, inversion and flips as at the start</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Remove measurement</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The chosen one, or else the latest on this slice</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Remove all measurements of this slice</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>On this slice</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{name} window: width {width}, level {level} HU</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Brain</source>
        <extracomment>Name and window of keys 1 to 5.</extracomment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Subdural</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Stroke</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Bone</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Soft tissue</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Worklist</source>
        <extracomment>Longest usual text of the columns whose words do not change with the language. The pointer rests on a row: Study Instance UID, and where on the screen. A study was asked for that the search leaves out.</extracomment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Studies, the most urgent first. Enter opens one, R marks it as read.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Columns</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Columns</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Reset columns</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Search the worklist</source>
        <extracomment>Columns whose cells can be searched for by a click; in the others a value is too rarely repeated.</extracomment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Put back where it was</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Show only &amp;such studies</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Show &amp;all studies</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Let it go where it belongs</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>%n urgent studies above — click or press U to bring them in</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n urgent studies are not in this view — click or press U to see all studies</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <source>No study matches this search</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Ctrl+Shift+A shows all studies again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Waiting for studies from {name}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{name} does not answer</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Head CTs appear here as the archive receives them.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Waiting for the archive …</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>%n studies</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{rows} of %n studies</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n unread</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n urgent</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n without an answer</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <source>Worklist:  {parts}</source>
        <translation type="unfinished"></translation>
    </message>
</context>
</TS>
