<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="fr" sourcelanguage="en">
<context>
    <name></name>
    <message>
        <source>At the end, because it was marked as read.</source>
        <extracomment>Takes an English sentence and gives it in another language.</extracomment>
        <translation>À la fin, car marqué comme lu.</translation>
    </message>
    <message>
        <source>On top, because a reader pinned it.</source>
        <translation>En tête, car un lecteur l’a épinglé.</translation>
    </message>
    <message>
        <source>First, because hemorrhage is probable ({finding}); most probable first.</source>
        <translation>En premier, car une hémorragie est probable ({finding}) ; la plus probable en tête.</translation>
    </message>
    <message>
        <source>In its turn among the emergencies</source>
        <translation>À son tour parmi les urgences</translation>
    </message>
    <message>
        <source>In its turn, by arrival</source>
        <translation>À son tour, par ordre d’arrivée</translation>
    </message>
    <message>
        <source>{turn}: no hemorrhage was found, and that moves no study down.</source>
        <translation>{turn} : aucune hémorragie trouvée, et cela ne fait reculer aucun examen.</translation>
    </message>
    <message>
        <source>{turn}, because {reason} and the outcome is not known.</source>
        <translation>{turn}, car {reason} et le résultat n’est pas connu.</translation>
    </message>
    <message>
        <source>New in the list: {place}</source>
        <translation>Nouveau dans la liste : {place}</translation>
    </message>
    <message>
        <source>Moved up among the probable hemorrhages: now {finding}.</source>
        <translation>Remonté parmi les hémorragies probables : maintenant {finding}.</translation>
    </message>
    <message>
        <source>Moved down among the probable hemorrhages: now {finding}.</source>
        <translation>Descendu parmi les hémorragies probables : maintenant {finding}.</translation>
    </message>
    <message>
        <source>Moved up: it is an emergency.</source>
        <translation>Remonté : c’est une urgence.</translation>
    </message>
    <message>
        <source>Moved down: it is not an emergency.</source>
        <translation>Descendu : ce n’est pas une urgence.</translation>
    </message>
    <message>
        <source>Moved to the end, because it was marked as read.</source>
        <translation>Déplacé à la fin, car marqué comme lu.</translation>
    </message>
    <message>
        <source>Moved to the top, because a reader pinned it.</source>
        <translation>Déplacé en tête, car un lecteur l’a épinglé.</translation>
    </message>
    <message>
        <source>Moved up and unread again, because hemorrhage is probable ({finding}).</source>
        <translation>Remonté et de nouveau non lu, car une hémorragie est probable ({finding}).</translation>
    </message>
    <message>
        <source>No longer pinned, and first because hemorrhage is probable ({finding}).</source>
        <translation>N’est plus épinglé, et en premier car une hémorragie est probable ({finding}).</translation>
    </message>
    <message>
        <source>Moved up, because hemorrhage is probable ({finding}).</source>
        <translation>Remonté, car une hémorragie est probable ({finding}).</translation>
    </message>
    <message>
        <source>Moved back to its turn, because it was marked as unread.</source>
        <translation>Revenu à son tour, car marqué comme non lu.</translation>
    </message>
    <message>
        <source>Back in its turn, because it is no longer pinned.</source>
        <translation>De nouveau à son tour, car il n’est plus épinglé.</translation>
    </message>
    <message>
        <source>Back in its turn, because no hemorrhage was found this time.</source>
        <translation>De nouveau à son tour, car aucune hémorragie n’a été trouvée cette fois.</translation>
    </message>
    <message>
        <source>Back in its turn, because {reason} and the earlier answer no longer holds.</source>
        <translation>De nouveau à son tour, car {reason} et l’ancien résultat n’est plus valable.</translation>
    </message>
    <message>
        <source>it was only just found</source>
        <translation>il vient d’être trouvé</translation>
    </message>
    <message>
        <source>it still waits to be fetched</source>
        <translation>il attend encore d’être récupéré</translation>
    </message>
    <message>
        <source>its images are being fetched</source>
        <translation>ses images sont en cours de récupération</translation>
    </message>
    <message>
        <source>images are missing</source>
        <translation>des images manquent</translation>
    </message>
    <message>
        <source>it still waits to be analysed</source>
        <translation>il attend encore d’être analysé</translation>
    </message>
    <message>
        <source>it is being analysed</source>
        <translation>il est en cours d’analyse</translation>
    </message>
    <message>
        <source>it could not be analysed</source>
        <translation>il n’a pas pu être analysé</translation>
    </message>
    <message>
        <source>its analysis failed</source>
        <translation>son analyse a échoué</translation>
    </message>
    <message>
        <source>it was withdrawn</source>
        <translation>il a été retiré</translation>
    </message>
    <message>
        <source>probability not known</source>
        <translation>probabilité inconnue</translation>
    </message>
    <message>
        <source>{percent}, {ml} mL, mostly {type}</source>
        <translation>{percent}, {ml} mL, surtout {type}</translation>
    </message>
    <message>
        <source>waiting {time}</source>
        <extracomment>So many studies are named in one alert.</extracomment>
        <translation>attend {time}</translation>
    </message>
    <message numerus="yes">
        <source>Not opened yet: %n urgent studies</source>
        <translation>
            <numerusform>Pas encore ouvert : %n examen urgent</numerusform>
            <numerusform>Pas encore ouverts : %n examens urgents</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Hemorrhage probable in %n studies</source>
        <translation>
            <numerusform>Hémorragie probable dans %n examen</numerusform>
            <numerusform>Hémorragie probable dans %n examens</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>and %n more</source>
        <translation>
            <numerusform>et %n autre</numerusform>
            <numerusform>et %n autres</numerusform>
        </translation>
    </message>
    <message>
        <source>No urgent study waits</source>
        <translation>Aucun examen urgent n’attend</translation>
    </message>
    <message numerus="yes">
        <source>%n urgent studies</source>
        <translation>
            <numerusform>%n examen urgent</numerusform>
            <numerusform>%n examens urgents</numerusform>
        </translation>
    </message>
    <message>
        <source>{count}, the oldest waits {time}</source>
        <translation>{count}, le plus ancien attend depuis {time}</translation>
    </message>
    <message>
        <source>Agreed</source>
        <translation>D’accord</translation>
    </message>
    <message>
        <source>Not hemorrhage</source>
        <translation>Pas d’hémorragie</translation>
    </message>
    <message>
        <source>Missed hemorrhage</source>
        <translation>Hémorragie manquée</translation>
    </message>
    <message>
        <source>Wrong type</source>
        <translation>Mauvais type</translation>
    </message>
    <message>
        <source>Calcification</source>
        <translation>Calcification</translation>
    </message>
    <message>
        <source>Artifact</source>
        <translation>Artéfact</translation>
    </message>
    <message>
        <source>Post-operative change</source>
        <translation>Changement postopératoire</translation>
    </message>
    <message>
        <source>Vessel or sinus</source>
        <translation>Vaisseau ou sinus</translation>
    </message>
    <message>
        <source>Thick dura or falx</source>
        <translation>Dure-mère ou faux épaisse</translation>
    </message>
    <message>
        <source>Tumour</source>
        <translation>Tumeur</translation>
    </message>
    <message>
        <source>Small</source>
        <translation>Petite</translation>
    </message>
    <message>
        <source>Subacute or isodense</source>
        <translation>Subaiguë ou isodense</translation>
    </message>
    <message>
        <source>At the skull base</source>
        <translation>À la base du crâne</translation>
    </message>
    <message>
        <source>At the vertex</source>
        <translation>Au vertex</translation>
    </message>
    <message>
        <source>Subarachnoid</source>
        <translation>Sous-arachnoïdienne</translation>
    </message>
    <message>
        <source>It is epidural</source>
        <translation>Elle est épidurale</translation>
    </message>
    <message>
        <source>It is subdural</source>
        <translation>Elle est sous-durale</translation>
    </message>
    <message>
        <source>It is subarachnoid</source>
        <translation>Elle est sous-arachnoïdienne</translation>
    </message>
    <message>
        <source>It is intraparenchymal</source>
        <translation>Elle est intraparenchymateuse</translation>
    </message>
    <message>
        <source>It is intraventricular</source>
        <translation>Elle est intraventriculaire</translation>
    </message>
    <message>
        <source>Other</source>
        <translation>Autre</translation>
    </message>
    <message>
        <source>No reason given</source>
        <translation>Aucune raison donnée</translation>
    </message>
    <message>
        <source>All studies</source>
        <translation>Tous les examens</translation>
    </message>
    <message>
        <source>Mine</source>
        <translation>Les miens</translation>
    </message>
    <message>
        <source>Emergency</source>
        <translation>Urgences</translation>
    </message>
    <message>
        <source>Unread positives</source>
        <translation>Positifs non lus</translation>
    </message>
    <message>
        <source>Not analysed</source>
        <translation>Non analysé</translation>
    </message>
    <message>
        <source>A view needs a name of at most {count} characters.</source>
        <translation>Une vue a besoin d’un nom de {count} caractères au plus.</translation>
    </message>
    <message>
        <source>This name is taken by a view that ships with Firstread.</source>
        <translation>Ce nom est pris par une vue fournie avec Firstread.</translation>
    </message>
    <message>
        <source>Search for something first; the search is what is saved.</source>
        <translation>Cherchez d’abord quelque chose ; c’est la recherche qui est enregistrée.</translation>
    </message>
    <message>
        <source>Free words, names and accession numbers are not saved, because they may name a patient.</source>
        <translation>Les mots libres, noms et numéros de demande ne sont pas enregistrés, car ils peuvent désigner un patient.</translation>
    </message>
    <message>
        <source>epidural</source>
        <translation>épidurale</translation>
    </message>
    <message>
        <source>subdural</source>
        <translation>sous-durale</translation>
    </message>
    <message>
        <source>subarachnoid</source>
        <translation>sous-arachnoïdienne</translation>
    </message>
    <message>
        <source>intraparenchymal</source>
        <translation>intraparenchymateuse</translation>
    </message>
    <message>
        <source>intraventricular</source>
        <translation>intraventriculaire</translation>
    </message>
    <message>
        <source>Found</source>
        <translation>Trouvé</translation>
    </message>
    <message>
        <source>Queued</source>
        <translation>En file</translation>
    </message>
    <message>
        <source>Fetching</source>
        <translation>Récupération</translation>
    </message>
    <message>
        <source>Incomplete</source>
        <translation>Incomplet</translation>
    </message>
    <message>
        <source>Waiting</source>
        <translation>En attente</translation>
    </message>
    <message>
        <source>Analysing</source>
        <translation>Analyse</translation>
    </message>
    <message>
        <source>Probable bleed</source>
        <translation>Saignement probable</translation>
    </message>
    <message>
        <source>None found</source>
        <translation>Aucune trouvée</translation>
    </message>
    <message>
        <source>Failed</source>
        <translation>Échec</translation>
    </message>
    <message>
        <source>Withdrawn</source>
        <translation>Retiré</translation>
    </message>
    <message>
        <source>punctate</source>
        <translation>ponctuée</translation>
    </message>
    <message>
        <source>small</source>
        <translation>petite</translation>
    </message>
    <message>
        <source>medium</source>
        <translation>moyenne</translation>
    </message>
    <message>
        <source>large</source>
        <translation>grande</translation>
    </message>
    <message>
        <source>Jan</source>
        <translation>janv.</translation>
    </message>
    <message>
        <source>Feb</source>
        <translation>févr.</translation>
    </message>
    <message>
        <source>Mar</source>
        <translation>mars</translation>
    </message>
    <message>
        <source>Apr</source>
        <translation>avr.</translation>
    </message>
    <message>
        <source>May</source>
        <translation>mai</translation>
    </message>
    <message>
        <source>Jun</source>
        <translation>juin</translation>
    </message>
    <message>
        <source>Jul</source>
        <translation>juil.</translation>
    </message>
    <message>
        <source>Aug</source>
        <translation>août</translation>
    </message>
    <message>
        <source>Sep</source>
        <translation>sept.</translation>
    </message>
    <message>
        <source>Oct</source>
        <translation>oct.</translation>
    </message>
    <message>
        <source>Nov</source>
        <translation>nov.</translation>
    </message>
    <message>
        <source>Dec</source>
        <translation>déc.</translation>
    </message>
    <message>
        <source>Research software - not a medical device</source>
        <translation>Logiciel de recherche - pas un dispositif médical</translation>
    </message>
    <message>
        <source>{days} d {hours} h</source>
        <translation>{days} j {hours} h</translation>
    </message>
    <message>
        <source>Hemorrhage probable, {probability}</source>
        <translation>Hémorragie probable, {probability}</translation>
    </message>
    <message>
        <source>No hemorrhage found, probability {probability}</source>
        <translation>Aucune hémorragie trouvée, probabilité {probability}</translation>
    </message>
    <message>
        <source>Not analysed: this study has no result</source>
        <translation>Non analysé : cet examen n’a pas de résultat</translation>
    </message>
    <message>
        <source>Analysis failed: this study has no result</source>
        <translation>Échec de l’analyse : cet examen n’a pas de résultat</translation>
    </message>
    <message>
        <source>Withdrawn: this study has no result</source>
        <translation>Retiré : cet examen n’a pas de résultat</translation>
    </message>
    <message>
        <source>{state}: no result yet</source>
        <translation>{state} : pas encore de résultat</translation>
    </message>
    <message>
        <source>slice {first}</source>
        <translation>coupe {first}</translation>
    </message>
    <message>
        <source>slices {first}–{last}</source>
        <translation>coupes {first}–{last}</translation>
    </message>
    <message numerus="yes">
        <source>%n lesions, total {total} mL</source>
        <translation>
            <numerusform>%n lésion, total {total} mL</numerusform>
            <numerusform>%n lésions, total {total} mL</numerusform>
        </translation>
    </message>
    <message>
        <source>{count}; largest {type} {ml} mL (95 % interval {low}–{high} mL), {where}.</source>
        <translation>{count} ; la plus grande : {type} {ml} mL (intervalle à 95 % {low}–{high} mL), {where}.</translation>
    </message>
    <message>
        <source>Model {name}.</source>
        <translation>Modèle {name}.</translation>
    </message>
    <message>
        <source>You put it back; it stands as it would without the answer.</source>
        <extracomment>Role of the whole :class:`StudyRecord` of a row. Role of a row&apos;s latest :class:`Move` of the last minutes, or None. Updates are gathered this long before the table changes, so that a burst of events costs one update. A search that depends on the clock is made again after so many ticks. The rows, their order or the difference to the right order changed. Rows moved up: a tuple of :class:`Move`, right after the table has them in their new places. Who ``is:mine`` in the search means.</extracomment>
        <translation>Vous l’avez remis en place ; il est là où il serait sans le résultat.</translation>
    </message>
    <message>
        <source>{time}: {why}</source>
        <translation>{time} : {why}</translation>
    </message>
    <message>
        <source>Priority</source>
        <translation>Priorité</translation>
    </message>
    <message>
        <source>Class of the worklist order; hover a row to see why it stands where it stands</source>
        <translation>Classe de l’ordre ; survolez une ligne pour voir pourquoi elle est là</translation>
    </message>
    <message>
        <source>State</source>
        <translation>État</translation>
    </message>
    <message>
        <source>Where the study stands; only &apos;None found&apos; means that no hemorrhage was found</source>
        <translation>Où en est l’examen ; seul « Aucune trouvée » signifie qu’aucune hémorragie n’a été trouvée</translation>
    </message>
    <message>
        <source>Prob.</source>
        <translation>Prob.</translation>
    </message>
    <message>
        <source>Types</source>
        <translation>Types</translation>
    </message>
    <message>
        <source>Types found, largest volume first: EDH, SDH, SAH, IPH, IVH</source>
        <translation>Types trouvés, le plus grand volume d’abord : EDH, SDH, SAH, IPH, IVH</translation>
    </message>
    <message>
        <source>mL</source>
        <translation>mL</translation>
    </message>
    <message>
        <source>Volume of all hemorrhage in mL; punctate &lt; 0.01, small to 5, medium to 25, large &gt; 25 mL</source>
        <translation>Volume de toute l’hémorragie en mL ; ponctuée &lt; 0,01, petite jusqu’à 5, moyenne jusqu’à 25, grande &gt; 25 mL</translation>
    </message>
    <message>
        <source>Patient</source>
        <translation>Patient</translation>
    </message>
    <message>
        <source>Patient&apos;s name</source>
        <translation>Nom du patient</translation>
    </message>
    <message>
        <source>Age</source>
        <translation>Âge</translation>
    </message>
    <message>
        <source>Age on the day of the study, and sex</source>
        <translation>Âge le jour de l’examen, et sexe</translation>
    </message>
    <message>
        <source>Time since this workstation first heard of the study, until it was read</source>
        <translation>Temps depuis que ce poste connaît l’examen, jusqu’à sa lecture</translation>
    </message>
    <message>
        <source>Marks</source>
        <translation>Marques</translation>
    </message>
    <message>
        <source>Emergency, pinned, flagged, claimed, with a note, with a verdict on the answer</source>
        <translation>Urgence, épinglé, signalé, réservé, avec note, avec avis sur le résultat</translation>
    </message>
    <message>
        <source>Priors</source>
        <translation>Antér.</translation>
    </message>
    <message>
        <source>Earlier studies of the same patient in this list</source>
        <translation>Examens antérieurs du même patient dans cette liste</translation>
    </message>
    <message>
        <source>Accession</source>
        <translation>Demande</translation>
    </message>
    <message>
        <source>Accession number</source>
        <translation>Numéro de demande (Accession Number)</translation>
    </message>
    <message>
        <source>Study time</source>
        <translation>Date d’examen</translation>
    </message>
    <message>
        <source>Study date and time, as the scanner wrote them</source>
        <translation>Date et heure de l’examen, telles qu’écrites par le scanner</translation>
    </message>
    <message>
        <source>Description</source>
        <translation>Description</translation>
    </message>
    <message>
        <source>Study description</source>
        <translation>Description de l’examen</translation>
    </message>
    <message>
        <source>Station</source>
        <translation>Station</translation>
    </message>
    <message>
        <source>Station name of the scanner</source>
        <translation>Nom de station du scanner</translation>
    </message>
    <message>
        <source>Read by</source>
        <translation>Lu par</translation>
    </message>
    <message>
        <source>Who marked the study as read, or who says to read it now</source>
        <translation>Qui a marqué l’examen comme lu, ou dit le lire maintenant</translation>
    </message>
    <message>
        <source>Urgent</source>
        <translation>Urgent</translation>
    </message>
    <message>
        <source>Unknown</source>
        <translation>Inconnu</translation>
    </message>
    <message>
        <source>In turn</source>
        <translation>À son tour</translation>
    </message>
    <message>
        <source>Read</source>
        <translation>Lu</translation>
    </message>
    <message>
        <source>emergency</source>
        <translation>urgence</translation>
    </message>
    <message>
        <source>pinned</source>
        <translation>épinglé</translation>
    </message>
    <message>
        <source>flagged</source>
        <translation>signalé</translation>
    </message>
    <message>
        <source>claimed</source>
        <translation>réservé</translation>
    </message>
    <message>
        <source>note</source>
        <translation>note</translation>
    </message>
    <message>
        <source>verdict</source>
        <translation>avis</translation>
    </message>
    <message>
        <source>{name} reads it</source>
        <translation>{name} le lit</translation>
    </message>
    <message>
        <source>Note: {text}</source>
        <translation>Note : {text}</translation>
    </message>
    <message>
        <source>&amp;Strip on top of all windows</source>
        <translation>&amp;Bandeau au-dessus de toutes les fenêtres</translation>
    </message>
    <message>
        <source>&amp;Department</source>
        <translation>&amp;Service</translation>
    </message>
    <message>
        <source>&amp;Cover the windows</source>
        <translation>&amp;Couvrir les fenêtres</translation>
    </message>
    <message>
        <source>Earlier study</source>
        <translation>Examen antérieur</translation>
    </message>
    <message>
        <source>Type</source>
        <translation>Type</translation>
    </message>
    <message>
        <source>Before, mL</source>
        <translation>Avant, mL</translation>
    </message>
    <message>
        <source>Now, mL</source>
        <translation>Maintenant, mL</translation>
    </message>
    <message>
        <source>Change, mL</source>
        <translation>Changement, mL</translation>
    </message>
    <message>
        <source>Change in volume by type</source>
        <translation>Changement de volume par type</translation>
    </message>
    <message>
        <source>Registering the earlier study</source>
        <translation>Recalage de l’examen antérieur</translation>
    </message>
    <message>
        <source>date not known</source>
        <translation>date inconnue</translation>
    </message>
    <message>
        <source>The two do not lie well on each other: do not compare them pixel by pixel.</source>
        <translation>Les deux ne se superposent pas bien : ne les comparez pas pixel par pixel.</translation>
    </message>
    <message>
        <source>The earlier study was not analysed here: no volumes of it are known.</source>
        <translation>L’examen antérieur n’a pas été analysé ici : ses volumes sont inconnus.</translation>
    </message>
    <message>
        <source>Registered, interpolated</source>
        <translation>Recalé, interpolé</translation>
    </message>
    <message>
        <source>Total</source>
        <translation>Total</translation>
    </message>
    <message>
        <source>Take studies &amp;read without a verdict for agreement</source>
        <extracomment>Who finds a negative answer right says nothing: without these studies the rates would be of the errors alone.</extracomment>
        <translation>Prendre les examens &amp;lus sans avis pour un accord</translation>
    </message>
    <message>
        <source>Period</source>
        <translation>Période</translation>
    </message>
    <message>
        <source>by week</source>
        <translation>par semaine</translation>
    </message>
    <message>
        <source>by four weeks</source>
        <translation>par quatre semaines</translation>
    </message>
    <message>
        <source>&amp;Export verdicts without names ...</source>
        <translation>&amp;Exporter les avis sans noms ...</translation>
    </message>
    <message>
        <source>Agreement over time</source>
        <translation>Accord au fil du temps</translation>
    </message>
    <message>
        <source>Positive answers that are hemorrhage (PPV)</source>
        <translation>Résultats positifs qui sont des hémorragies (VPP)</translation>
    </message>
    <message>
        <source>Hemorrhages with a positive answer (sensitivity)</source>
        <translation>Hémorragies avec résultat positif (sensibilité)</translation>
    </message>
    <message>
        <source>Others with a negative answer (specificity)</source>
        <translation>Autres avec résultat négatif (spécificité)</translation>
    </message>
    <message>
        <source>Negative answers without hemorrhage (NPV)</source>
        <translation>Résultats négatifs sans hémorragie (VPN)</translation>
    </message>
    <message>
        <source>PPV</source>
        <translation>VPP</translation>
    </message>
    <message>
        <source>sensitivity</source>
        <translation>sensibilité</translation>
    </message>
    <message>
        <source>known only with the studies read without a verdict</source>
        <translation>connu seulement avec les examens lus sans avis</translation>
    </message>
    <message>
        <source>No answer was called wrong yet.</source>
        <translation>Aucun résultat n’a encore été dit faux.</translation>
    </message>
    <message>
        <source>{said} verdicts, {silent} studies read without one. Bars and brackets are 95 % intervals (Wilson).</source>
        <translation>{said} avis, {silent} examens lus sans avis. Barres et crochets : intervalles à 95 % (Wilson).</translation>
    </message>
    <message>
        <source>Who only speaks up when something is wrong makes the program look worse.</source>
        <translation>Ne parler que quand quelque chose est faux fait paraître le programme pire.</translation>
    </message>
    <message>
        <source>Department</source>
        <extracomment>What left the program as a file, in a few words without patient data; from the thread that wrote it.</extracomment>
        <translation>Service</translation>
    </message>
    <message>
        <source>Scores and flags</source>
        <translation>Scores et signalements</translation>
    </message>
    <message>
        <source>Threshold</source>
        <extracomment>The threshold that is looked at.</extracomment>
        <translation>Seuil</translation>
    </message>
    <message>
        <source>Reading queue</source>
        <translation>File de lecture</translation>
    </message>
    <message>
        <source>Agreement</source>
        <translation>Accord</translation>
    </message>
    <message>
        <source>Reading the journal …</source>
        <translation>Lecture du journal …</translation>
    </message>
    <message>
        <source>The verdicts are written.</source>
        <translation>Les avis sont écrits.</translation>
    </message>
    <message>
        <source>Inpatients</source>
        <translation>Hospitalisés</translation>
    </message>
    <message>
        <source>Outpatients</source>
        <translation>Externes</translation>
    </message>
    <message>
        <source>Export verdicts without names</source>
        <translation>Exporter les avis sans noms</translation>
    </message>
    <message>
        <source>Mean wait against a list without the program</source>
        <translation>Attente moyenne par rapport à une liste sans le programme</translation>
    </message>
    <message>
        <source>threshold</source>
        <translation>seuil</translation>
    </message>
    <message>
        <source>minutes sooner</source>
        <translation>minutes plus tôt</translation>
    </message>
    <message>
        <source>&amp;Time for a study, all else included</source>
        <translation>&amp;Temps pour un examen, tout compris</translation>
    </message>
    <message>
        <source>&amp;Readers</source>
        <translation>&amp;Lecteurs</translation>
    </message>
    <message>
        <source>studies</source>
        <translation>examens</translation>
    </message>
    <message>
        <source>without the program</source>
        <translation>sans le programme</translation>
    </message>
    <message>
        <source>with it</source>
        <translation>avec lui</translation>
    </message>
    <message>
        <source>difference of the mean</source>
        <translation>différence de la moyenne</translation>
    </message>
    <message>
        <source>flagged studies</source>
        <translation>examens signalés</translation>
    </message>
    <message>
        <source>all others</source>
        <translation>tous les autres</translation>
    </message>
    <message>
        <source>today</source>
        <translation>aujourd’hui</translation>
    </message>
    <message>
        <source>Today</source>
        <translation>Aujourd’hui</translation>
    </message>
    <message>
        <source>Chosen</source>
        <translation>Choisi</translation>
    </message>
    <message>
        <source>others</source>
        <translation>autres</translation>
    </message>
    <message>
        <source>The last {count} arrivals of this workstation, replayed. Waiting times: median, and in brackets what nine of ten stay below. A study is flagged from the moment its answer came. Nobody is faster by another order: what the flagged gain, the others pay.</source>
        <translation>Les {count} dernières arrivées de ce poste, rejouées. Attentes : médiane, et entre crochets ce sous quoi restent neuf sur dix. Un examen est signalé dès l’arrivée de son résultat. Personne ne va plus vite dans un autre ordre : ce que gagnent les signalés, les autres le paient.</translation>
    </message>
    <message>
        <source>No study has arrived yet.</source>
        <translation>Aucun examen n’est encore arrivé.</translation>
    </message>
    <message>
        <source>At {threshold:.2f}:</source>
        <translation>À {threshold:.2f} :</translation>
    </message>
    <message>
        <source>flagged studies {gain},</source>
        <translation>examens signalés {gain},</translation>
    </message>
    <message>
        <source>all others {gain}.</source>
        <translation>tous les autres {gain}.</translation>
    </message>
    <message>
        <source>With the sensitivity that was measured, hemorrhages in the mean {gain}.</source>
        <translation>Avec la sensibilité mesurée, les hémorragies en moyenne {gain}.</translation>
    </message>
    <message>
        <source>the same</source>
        <translation>pareil</translation>
    </message>
    <message>
        <source>{time} sooner</source>
        <translation>{time} plus tôt</translation>
    </message>
    <message>
        <source>{time} later</source>
        <translation>{time} plus tard</translation>
    </message>
    <message>
        <source>Scores of the answers</source>
        <translation>Scores des résultats</translation>
    </message>
    <message>
        <source>score</source>
        <translation>score</translation>
    </message>
    <message>
        <source>By hour of the day</source>
        <translation>Par heure de la journée</translation>
    </message>
    <message>
        <source>hour</source>
        <translation>heure</translation>
    </message>
    <message>
        <source>studies a day</source>
        <translation>examens par jour</translation>
    </message>
    <message>
        <source>all studies</source>
        <translation>tous les examens</translation>
    </message>
    <message>
        <source>{studies} studies in {days:.1f} days, {an_hour:.1f} an hour, {flags:.1f} of them flagged a day. </source>
        <translation>{studies} examens en {days:.1f} jours, {an_hour:.1f} par heure, dont {flags:.1f} signalés par jour. </translation>
    </message>
    <message>
        <source>{scores} scores of model {model}, {above} at or above its threshold {threshold:.2f}.</source>
        <translation>{scores} scores du modèle {model}, {above} au seuil {threshold:.2f} ou au-dessus.</translation>
    </message>
    <message>
        <source>No study has an answer yet.</source>
        <translation>Aucun examen n’a encore de résultat.</translation>
    </message>
    <message>
        <source>Rates by threshold</source>
        <translation>Taux selon le seuil</translation>
    </message>
    <message>
        <source>Flags a shift by threshold</source>
        <translation>Signalements par garde selon le seuil</translation>
    </message>
    <message>
        <source>flags a shift</source>
        <translation>signalements par garde</translation>
    </message>
    <message>
        <source>&amp;Patients</source>
        <translation>&amp;Patients</translation>
    </message>
    <message>
        <source>with &amp;hemorrhage</source>
        <translation>avec &amp;hémorragie</translation>
    </message>
    <message>
        <source>&amp;studies a shift</source>
        <translation>&amp;examens par garde</translation>
    </message>
    <message>
        <source>false alarms</source>
        <translation>fausses alertes</translation>
    </message>
    <message>
        <source>of the flags true (PPV)</source>
        <translation>des signalements vrais (VPP)</translation>
    </message>
    <message>
        <source>missed a shift</source>
        <translation>manqués par garde</translation>
    </message>
    <message>
        <source>Threshold {value:.2f}</source>
        <translation>Seuil {value:.2f}</translation>
    </message>
    <message>
        <source>specificity</source>
        <translation>spécificité</translation>
    </message>
    <message>
        <source>PPV here</source>
        <translation>VPP ici</translation>
    </message>
    <message>
        <source>expected</source>
        <translation>attendu</translation>
    </message>
    <message>
        <source>by the scores of this site</source>
        <translation>selon les scores de ce site</translation>
    </message>
    <message>
        <source>Today, {value:.2f}</source>
        <translation>Aujourd’hui, {value:.2f}</translation>
    </message>
    <message>
        <source>The model card has no rates by threshold, and this site has too few verdicts for rates of its own: only the flags by the scores of this site are known.</source>
        <translation>La fiche du modèle n’a pas de taux selon le seuil, et ce site a trop peu d’avis pour des taux propres : seuls sont connus les signalements selon les scores de ce site.</translation>
    </message>
    <message>
        <source>Rates: {source}, {positives} studies with hemorrhage and {negatives} without. </source>
        <translation>Taux : {source}, {positives} examens avec hémorragie et {negatives} sans. </translation>
    </message>
    <message>
        <source>The limits take both 95 % intervals together. They hold only for patients and scanners like those. A threshold is changed with the model, never here.</source>
        <translation>Les limites prennent ensemble les deux intervalles à 95 %. Elles ne valent que pour de tels patients et scanners. Un seuil se change avec le modèle, jamais ici.</translation>
    </message>
    <message>
        <source>Value under the pointer</source>
        <translation>Valeur sous le pointeur</translation>
    </message>
    <message>
        <source>Scroll</source>
        <extracomment>Tool of the left button, icon, name, key, what it does.</extracomment>
        <translation>Défiler</translation>
    </message>
    <message>
        <source>Left: {tool}. Right: window. Middle: pan. Ctrl and wheel: zoom. Space held: bare image. F1: keys.</source>
        <translation>Gauche : {tool}. Droite : fenêtre. Milieu : déplacer. Ctrl et molette : zoom. Espace maintenue : image seule. F1 : touches.</translation>
    </message>
    <message>
        <source>In the worklist</source>
        <extracomment>What no action stands for.</extracomment>
        <translation>Dans la liste de travail</translation>
    </message>
    <message>
        <source>Click, Enter</source>
        <translation>Clic, Entrée</translation>
    </message>
    <message>
        <source>open the study</source>
        <translation>ouvrir l’examen</translation>
    </message>
    <message>
        <source>Up, Down</source>
        <translation>Haut, Bas</translation>
    </message>
    <message>
        <source>move without opening</source>
        <translation>se déplacer sans ouvrir</translation>
    </message>
    <message>
        <source>Home, End, Page Up, Page Down</source>
        <translation>Début, Fin, Page préc., Page suiv.</translation>
    </message>
    <message>
        <source>through the list</source>
        <translation>dans la liste</translation>
    </message>
    <message>
        <source>Menu key</source>
        <translation>Touche Menu</translation>
    </message>
    <message>
        <source>what can be done with the study</source>
        <translation>ce qu’on peut faire de l’examen</translation>
    </message>
    <message>
        <source>Tab</source>
        <translation>Tab</translation>
    </message>
    <message>
        <source>to the next part of the window</source>
        <translation>à la partie suivante de la fenêtre</translation>
    </message>
    <message>
        <source>Right click on a title</source>
        <translation>Clic droit sur un titre</translation>
    </message>
    <message>
        <source>choose columns</source>
        <translation>choisir les colonnes</translation>
    </message>
    <message>
        <source>In the image</source>
        <translation>Dans l’image</translation>
    </message>
    <message>
        <source>Wheel, Up, Down</source>
        <translation>Molette, Haut, Bas</translation>
    </message>
    <message>
        <source>through the slices; up is towards the head</source>
        <translation>à travers les coupes ; vers le haut, c’est vers la tête</translation>
    </message>
    <message>
        <source>Page Up, Page Down</source>
        <translation>Page préc., Page suiv.</translation>
    </message>
    <message>
        <source>five slices</source>
        <translation>cinq coupes</translation>
    </message>
    <message>
        <source>Home, End</source>
        <translation>Début, Fin</translation>
    </message>
    <message>
        <source>vertex, skull base</source>
        <translation>vertex, base du crâne</translation>
    </message>
    <message>
        <source>Left drag</source>
        <translation>Glisser à gauche</translation>
    </message>
    <message>
        <source>as the chosen tool says</source>
        <translation>selon l’outil choisi</translation>
    </message>
    <message>
        <source>Right drag</source>
        <translation>Glisser à droite</translation>
    </message>
    <message>
        <source>window: to the sides width, up and down level</source>
        <translation>fenêtre : de côté la largeur, de haut en bas le niveau</translation>
    </message>
    <message>
        <source>Ctrl and wheel, middle drag</source>
        <translation>Ctrl et molette, glisser au milieu</translation>
    </message>
    <message>
        <source>zoom, move</source>
        <translation>zoom, déplacer</translation>
    </message>
    <message>
        <source>Space, held</source>
        <translation>Espace, maintenue</translation>
    </message>
    <message>
        <source>bare image</source>
        <translation>image seule</translation>
    </message>
    <message>
        <source>Image and reading</source>
        <translation>Image et lecture</translation>
    </message>
    <message>
        <source>Keys</source>
        <translation>Touches</translation>
    </message>
    <message>
        <source>Loading …</source>
        <extracomment>Key of the columns&apos; layout; one of another number of columns is of an older version and would hide the new ones. What left the program as a file, in a few words without patient data; emitted from the thread that wrote it. Studies that the reader will probably open next: a tuple of their Study Instance UIDs.</extracomment>
        <translation>Chargement …</translation>
    </message>
    <message>
        <source>The study will be fetched and analysed again.</source>
        <translation>L’examen sera récupéré et analysé de nouveau.</translation>
    </message>
    <message>
        <source>The study is taken off the line; it stays in the list, and can be fetched and analysed again.</source>
        <translation>L’examen est retiré du traitement ; il reste dans la liste et peut être récupéré et analysé de nouveau.</translation>
    </message>
    <message>
        <source>Summary copied; it names no patient.</source>
        <translation>Résumé copié ; il ne nomme aucun patient.</translation>
    </message>
    <message>
        <source>Export the worklist without names and IDs</source>
        <translation>Exporter la liste de travail sans noms ni identifiants</translation>
    </message>
    <message numerus="yes">
        <source>%n studies written.</source>
        <translation>
            <numerusform>%n examen écrit.</numerusform>
            <numerusform>%n examens écrits.</numerusform>
        </translation>
    </message>
    <message>
        <source>Mark as &amp;unread</source>
        <translation>Marquer comme &amp;non lu</translation>
    </message>
    <message>
        <source>Mark as &amp;read</source>
        <translation>Marquer comme &amp;lu</translation>
    </message>
    <message>
        <source>Do not &amp;keep on top</source>
        <translation>Ne plus &amp;garder en tête</translation>
    </message>
    <message>
        <source>&amp;Keep on top</source>
        <translation>&amp;Garder en tête</translation>
    </message>
    <message>
        <source>&amp;Open</source>
        <translation>&amp;Ouvrir</translation>
    </message>
    <message>
        <source>Fetch and analyse &amp;again</source>
        <translation>Récupérer et analyser de &amp;nouveau</translation>
    </message>
    <message>
        <source>&amp;Take off the line</source>
        <translation>&amp;Retirer du traitement</translation>
    </message>
    <message>
        <source>&amp;Copy summary sentence</source>
        <translation>&amp;Copier la phrase de résumé</translation>
    </message>
    <message>
        <source>&amp;Export worklist as CSV ...</source>
        <translation>&amp;Exporter la liste en CSV ...</translation>
    </message>
    <message>
        <source>&amp;Quit</source>
        <translation>&amp;Quitter</translation>
    </message>
    <message>
        <source>&amp;Study</source>
        <translation>&amp;Examen</translation>
    </message>
    <message>
        <source>&amp;View</source>
        <translation>&amp;Affichage</translation>
    </message>
    <message>
        <source>Bring in &amp;urgent studies</source>
        <translation>Faire entrer les &amp;urgents</translation>
    </message>
    <message>
        <source>&amp;Pause fetching and analysing</source>
        <translation>Mettre en &amp;pause récupération et analyse</translation>
    </message>
    <message>
        <source>&amp;Pipeline</source>
        <translation>&amp;Traitement</translation>
    </message>
    <message>
        <source>&amp;About Firstread</source>
        <translation>À &amp;propos de Firstread</translation>
    </message>
    <message>
        <source>&amp;Help</source>
        <translation>Ai&amp;de</translation>
    </message>
    <message>
        <source>&amp;Keys</source>
        <translation>&amp;Touches</translation>
    </message>
    <message>
        <source>Brush</source>
        <extracomment>A :class:`ReaderResult`, or None where nothing is changed any more. Show the algorithm&apos;s own result for a look. One sentence for the reader. Who edits.</extracomment>
        <translation>Pinceau</translation>
    </message>
    <message>
        <source>Paint the chosen type with the left button</source>
        <translation>Peindre le type choisi avec le bouton gauche</translation>
    </message>
    <message>
        <source>Erase</source>
        <translation>Gommer</translation>
    </message>
    <message>
        <source>Erase with the left button</source>
        <translation>Gommer avec le bouton gauche</translation>
    </message>
    <message>
        <source>Type to paint</source>
        <translation>Type à peindre</translation>
    </message>
    <message>
        <source>Size of the brush in mm</source>
        <translation>Taille du pinceau en mm</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>Annuler</translation>
    </message>
    <message>
        <source>Take the latest step back; Ctrl+Z while the image has the focus</source>
        <translation>Annuler la dernière étape ; Ctrl+Z tant que l’image a le focus</translation>
    </message>
    <message>
        <source>Redo</source>
        <translation>Rétablir</translation>
    </message>
    <message>
        <source>Make it again; Ctrl+Shift+Z while the image has the focus</source>
        <translation>La refaire ; Ctrl+Maj+Z tant que l’image a le focus</translation>
    </message>
    <message>
        <source>Show original</source>
        <translation>Montrer l’original</translation>
    </message>
    <message>
        <source>Done</source>
        <translation>Terminé</translation>
    </message>
    <message>
        <source>Note</source>
        <translation>Note</translation>
    </message>
    <message>
        <source>The note stays on this workstation. It is in no export and in no log.</source>
        <translation>La note reste sur ce poste. Elle n’est dans aucun export ni aucun journal.</translation>
    </message>
    <message>
        <source>Reading the key slice …</source>
        <extracomment>Key as it was asked for, and a (QImage, caption) or None.</extracomment>
        <translation>Lecture de la coupe clé …</translation>
    </message>
    <message>
        <source>No key slice: its images are no longer here.</source>
        <translation>Pas de coupe clé : ses images ne sont plus ici.</translation>
    </message>
    <message>
        <source>Key slice {number} of {count}, brain window</source>
        <translation>Coupe clé {number} sur {count}, fenêtre parenchymateuse</translation>
    </message>
    <message>
        <source>No viewer is set; see menu Tools, Settings, page Viewer of the PACS.</source>
        <translation>Aucun visualiseur n’est réglé ; voir menu Outils, Réglages, page Viewer of the PACS.</translation>
    </message>
    <message>
        <source>The viewer of the PACS could not be started.</source>
        <translation>Le visualiseur du PACS n’a pas pu être lancé.</translation>
    </message>
    <message>
        <source>C&amp;laim</source>
        <translation>&amp;Réserver</translation>
    </message>
    <message>
        <source>Take o&amp;ver the claim</source>
        <translation>Re&amp;prendre la réservation</translation>
    </message>
    <message>
        <source>&amp;Flag</source>
        <translation>&amp;Signaler</translation>
    </message>
    <message>
        <source>&amp;Note ...</source>
        <translation>&amp;Note ...</translation>
    </message>
    <message>
        <source>Open in the viewer of the &amp;PACS</source>
        <translation>Ouvrir dans le visualiseur du &amp;PACS</translation>
    </message>
    <message>
        <source>&amp;Yes, the answer is right</source>
        <translation>&amp;Oui, le résultat est juste</translation>
    </message>
    <message>
        <source>&amp;Not hemorrhage ...</source>
        <translation>&amp;Pas d’hémorragie ...</translation>
    </message>
    <message>
        <source>Wrong &amp;type ...</source>
        <translation>Mauvais &amp;type ...</translation>
    </message>
    <message>
        <source>Ans&amp;wer</source>
        <translation>Rés&amp;ultat</translation>
    </message>
    <message>
        <source>Give free, c&amp;laim no more</source>
        <translation>Libérer, ne plus &amp;réserver</translation>
    </message>
    <message>
        <source>Take the &amp;flag away</source>
        <translation>Ôter le &amp;signalement</translation>
    </message>
    <message>
        <source>&amp;Missed hemorrhage ...</source>
        <translation>Hémorragie &amp;manquée ...</translation>
    </message>
    <message>
        <source>{reader} has claimed this study; Shift+C takes it over.</source>
        <translation>{reader} a réservé cet examen ; Maj+C le reprend.</translation>
    </message>
    <message>
        <source>Given free.</source>
        <translation>Libéré.</translation>
    </message>
    <message>
        <source>Claimed: the others see that you read it.</source>
        <translation>Réservé : les autres voient que vous le lisez.</translation>
    </message>
    <message>
        <source>Taken over from {reader}.</source>
        <translation>Repris de {reader}.</translation>
    </message>
    <message>
        <source>The verdict is taken back.</source>
        <translation>L’avis est retiré.</translation>
    </message>
    <message>
        <source>Noted: {verdict}.</source>
        <translation>Noté : {verdict}.</translation>
    </message>
    <message>
        <source>Opened in the viewer of the PACS.</source>
        <translation>Ouvert dans le visualiseur du PACS.</translation>
    </message>
    <message>
        <source>Axial plane</source>
        <extracomment>Thicknesses of a slab in mm; 0 is a plane of its own. The axial slice through the crosshair. Name and ID of the patient, written over the axial plane.</extracomment>
        <translation>Plan axial</translation>
    </message>
    <message>
        <source>Coronal plane</source>
        <translation>Plan coronal</translation>
    </message>
    <message>
        <source>Sagittal plane</source>
        <translation>Plan sagittal</translation>
    </message>
    <message>
        <source>One voxel</source>
        <translation>Un voxel</translation>
    </message>
    <message>
        <source>Thickness of the slab</source>
        <translation>Épaisseur de la tranche</translation>
    </message>
    <message>
        <source>Mean</source>
        <translation>Moyenne</translation>
    </message>
    <message>
        <source>Mean of the slab, or its brightest voxels (maximum intensity projection)</source>
        <translation>Moyenne de la tranche, ou ses voxels les plus clairs (projection d’intensité maximale)</translation>
    </message>
    <message>
        <source>How a slab is made</source>
        <translation>Comment une tranche est faite</translation>
    </message>
    <message>
        <source>Window</source>
        <translation>Fenêtre</translation>
    </message>
    <message>
        <source>Masks</source>
        <translation>Masques</translation>
    </message>
    <message>
        <source>Slab</source>
        <translation>Tranche</translation>
    </message>
    <message>
        <source>A stack of slices is needed for reformats.</source>
        <translation>Il faut une pile de coupes pour les reformatages.</translation>
    </message>
    <message>
        <source>Report</source>
        <extracomment>What was written, in a few words without patient data.</extracomment>
        <translation>Rapport</translation>
    </message>
    <message>
        <source>De-identified: no name, identifiers and dates</source>
        <translation>Désidentifié : sans nom, identifiants ni dates</translation>
    </message>
    <message>
        <source>Drawing the page</source>
        <translation>Dessin de la page</translation>
    </message>
    <message>
        <source>Save as PDF ...</source>
        <translation>Enregistrer en PDF ...</translation>
    </message>
    <message>
        <source>Save as PNG ...</source>
        <translation>Enregistrer en PNG ...</translation>
    </message>
    <message>
        <source>Written.</source>
        <translation>Écrit.</translation>
    </message>
    <message>
        <source>Save the report</source>
        <translation>Enregistrer le rapport</translation>
    </message>
    <message>
        <source>Words are looked for in all columns. Terms ask one column:
type:SDH  ml:&gt;10  prob:50-90  age:&gt;80  state:failed  desc:&quot;head wo&quot;  station:CT1
is:unread  is:urgent  is:emergency  is:mine  is:flagged  is:unanswered
A minus before a term means not. Esc empties the line.</source>
        <extracomment>A search waits this long for the next letter.</extracomment>
        <translation>Les mots sont cherchés dans toutes les colonnes. Les termes interrogent une colonne :
type:SDH  ml:&gt;10  prob:50-90  age:&gt;80  state:failed  desc:&quot;head wo&quot;  station:CT1
is:unread  is:urgent  is:emergency  is:mine  is:flagged  is:unanswered
Un moins devant un terme signifie non. Échap vide la ligne.</translation>
    </message>
    <message>
        <source>View</source>
        <extracomment>Esc or Down in the line: the reader wants back to the list.</extracomment>
        <translation>Vue</translation>
    </message>
    <message>
        <source>Views: a search with a name</source>
        <translation>Vues : une recherche qui porte un nom</translation>
    </message>
    <message>
        <source>Search the worklist</source>
        <translation>Rechercher dans la liste de travail</translation>
    </message>
    <message>
        <source>Search: words, or type:SDH ml:&gt;10 is:unread</source>
        <translation>Rechercher : mots, ou type:SDH ml:&gt;10 is:unread</translation>
    </message>
    <message>
        <source>Save or remove a view</source>
        <translation>Enregistrer ou supprimer une vue</translation>
    </message>
    <message>
        <source>Save this search as a view, or remove a view of your own</source>
        <translation>Enregistrer cette recherche comme vue, ou supprimer une de vos vues</translation>
    </message>
    <message>
        <source>&amp;Save this search as a view ...</source>
        <translation>&amp;Enregistrer cette recherche comme vue ...</translation>
    </message>
    <message>
        <source>&amp;Remove this view</source>
        <translation>&amp;Supprimer cette vue</translation>
    </message>
    <message>
        <source>Save a view</source>
        <translation>Enregistrer une vue</translation>
    </message>
    <message>
        <source>Name of the view:</source>
        <translation>Nom de la vue :</translation>
    </message>
    <message>
        <source>(search)</source>
        <translation>(recherche)</translation>
    </message>
    <message>
        <source>Firstread: urgent studies</source>
        <extracomment>Study Instance UID of the study that was clicked.</extracomment>
        <translation>Firstread : examens urgents</translation>
    </message>
    <message>
        <source>Hide the strip; Ctrl+T shows it again</source>
        <translation>Masquer le bandeau ; Ctrl+T le montre de nouveau</translation>
    </message>
    <message>
        <source>Hide the strip</source>
        <translation>Masquer le bandeau</translation>
    </message>
    <message>
        <source>urgent, the oldest waits {time}</source>
        <translation>urgents, le plus ancien attend depuis {time}</translation>
    </message>
    <message>
        <source>Slice strip</source>
        <extracomment>Sides of the small pictures, in pixels; there are none where a slice has less room than the least.</extracomment>
        <translation>Bandeau des coupes</translation>
    </message>
    <message>
        <source>Slice {number} of {count}</source>
        <extracomment>A step to the next slice that is longer than the usual one by this factor is a gap.</extracomment>
        <translation>Coupe {number} sur {count}</translation>
    </message>
    <message>
        <source>score {score}</source>
        <translation>score {score}</translation>
    </message>
    <message>
        <source>No study is open</source>
        <extracomment>The slice on the screen changed: its index. The threshold for looking changed: an :class:`app.models.view_threshold.Filtered`, or None without a result.</extracomment>
        <translation>Aucun examen n’est ouvert</translation>
    </message>
    <message>
        <source>Click a study in the worklist, or press Enter on it.</source>
        <translation>Cliquez sur un examen de la liste, ou tapez Entrée.</translation>
    </message>
    <message>
        <source>Loading</source>
        <translation>Chargement</translation>
    </message>
    <message>
        <source>Reading the images of this study.</source>
        <translation>Lecture des images de cet examen.</translation>
    </message>
    <message>
        <source>No series of this study could be read.</source>
        <translation>Aucune série de cet examen n’a pu être lue.</translation>
    </message>
    <message>
        <source>This study cannot be shown</source>
        <translation>Cet examen ne peut pas être montré</translation>
    </message>
    <message>
        <source>The masks belong to another series and are not drawn on this one.</source>
        <translation>Les masques appartiennent à une autre série et ne sont pas dessinés sur celle-ci.</translation>
    </message>
    <message>
        <source>Next finding</source>
        <translation>Lésion suivante</translation>
    </message>
    <message>
        <source>Towards the head</source>
        <translation>Vers la tête</translation>
    </message>
    <message>
        <source>Previous finding</source>
        <translation>Lésion précédente</translation>
    </message>
    <message>
        <source>Towards the skull base</source>
        <translation>Vers la base du crâne</translation>
    </message>
    <message>
        <source>&amp;Image</source>
        <translation>&amp;Image</translation>
    </message>
    <message>
        <source>Opacity of the masks</source>
        <translation>Opacité des masques</translation>
    </message>
    <message>
        <source>Location {mm} mm, {apart} mm apart</source>
        <translation>Position {mm} mm, écart {apart} mm</translation>
    </message>
    <message>
        <source>Zoom {percent} %</source>
        <translation>Zoom {percent} %</translation>
    </message>
    <message>
        <source>Inverted: dense is dark</source>
        <translation>Inversé : dense est sombre</translation>
    </message>
    <message>
        <source>Gantry tilt {degrees}</source>
        <translation>Inclinaison du statif {degrees}</translation>
    </message>
    <message>
        <source>Gap of {mm} mm above this slice</source>
        <translation>Lacune de {mm} mm au-dessus de cette coupe</translation>
    </message>
    <message>
        <source>Gap of {mm} mm below this slice</source>
        <translation>Lacune de {mm} mm au-dessous de cette coupe</translation>
    </message>
    <message>
        <source>Radiological: R on the left</source>
        <translation>Radiologique : R à gauche</translation>
    </message>
    <message>
        <source>FLIPPED: {left} on the left, {top} on top</source>
        <translation>RETOURNÉ : {left} à gauche, {top} en haut</translation>
    </message>
    <message>
        <source>born {date}</source>
        <translation>né(e) le {date}</translation>
    </message>
    <message>
        <source>ID {id}</source>
        <translation>ID {id}</translation>
    </message>
    <message>
        <source>Accession {number}</source>
        <translation>Demande {number}</translation>
    </message>
    <message>
        <source>No result</source>
        <translation>Pas de résultat</translation>
    </message>
    <message>
        <source>Model {model}, {provider}</source>
        <translation>Modèle {model}, {provider}</translation>
    </message>
    <message>
        <source>Edited by reader</source>
        <translation>Modifié par le lecteur</translation>
    </message>
    <message>
        <source>View only at threshold {threshold}; the result is unchanged at {stored}</source>
        <translation>Vue seulement au seuil {threshold} ; le résultat à {stored} est inchangé</translation>
    </message>
    <message>
        <source>Archive: not asked yet</source>
        <translation>Archive : pas encore interrogée</translation>
    </message>
    <message>
        <source>Queue: {work}</source>
        <translation>File : {work}</translation>
    </message>
    <message>
        <source>empty</source>
        <translation>vide</translation>
    </message>
    <message>
        <source>Device: starting</source>
        <translation>Processeur : démarrage</translation>
    </message>
    <message>
        <source>{archive}: connected</source>
        <translation>{archive} : connectée</translation>
    </message>
    <message>
        <source>{archive}: not reachable</source>
        <translation>{archive} : injoignable</translation>
    </message>
    <message numerus="yes">
        <source>%n fetching</source>
        <translation>
            <numerusform>%n en récupération</numerusform>
            <numerusform>%n en récupération</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n waiting</source>
        <translation>
            <numerusform>%n en attente</numerusform>
            <numerusform>%n en attente</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n analysing</source>
        <translation>
            <numerusform>%n en analyse</numerusform>
            <numerusform>%n en analyse</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n later</source>
        <translation>
            <numerusform>%n plus tard</numerusform>
            <numerusform>%n plus tard</numerusform>
        </translation>
    </message>
    <message>
        <source>Nothing new is fetched. {reason}</source>
        <translation>Rien de nouveau n’est récupéré. {reason}</translation>
    </message>
    <message>
        <source>{queue} (no room)</source>
        <translation>{queue} (plus de place)</translation>
    </message>
    <message>
        <source>The pipeline is paused: nothing new is fetched or analysed.</source>
        <translation>Le traitement est en pause : rien de nouveau n’est récupéré ni analysé.</translation>
    </message>
    <message>
        <source>{queue} (paused)</source>
        <translation>{queue} (en pause)</translation>
    </message>
    <message numerus="yes">
        <source>%n wait for their time: for the rest of their images, or for the next attempt.</source>
        <translation>
            <numerusform>%n attend son heure : le reste de ses images, ou la prochaine tentative.</numerusform>
            <numerusform>%n attendent leur heure : le reste de leurs images, ou la prochaine tentative.</numerusform>
        </translation>
    </message>
    <message>
        <source>{device} ({provider}), after trouble</source>
        <translation>{device} ({provider}), après un incident</translation>
    </message>
    <message>
        <source>No earlier head CT of this patient was found.</source>
        <extracomment>Study Instance UID and :class:`ReaderResult` (None: nothing is changed any more) to keep. The :class:`CaseResult` that counts now. Study Instance UID and generation: answer with :class:`PriorLoaded`. What left the program as a file, in a few words without patient data; emitted from any thread.</extracomment>
        <translation>Aucun scanner cérébral antérieur de ce patient n’a été trouvé.</translation>
    </message>
    <message>
        <source>&amp;Slices</source>
        <translation>&amp;Coupes</translation>
    </message>
    <message>
        <source>Re&amp;formats</source>
        <translation>Re&amp;formatages</translation>
    </message>
    <message>
        <source>&amp;Compare with the earlier study</source>
        <translation>&amp;Comparer avec l’examen antérieur</translation>
    </message>
    <message>
        <source>&amp;Edit masks</source>
        <translation>&amp;Modifier les masques</translation>
    </message>
    <message>
        <source>&amp;Print report ...</source>
        <translation>&amp;Imprimer le rapport ...</translation>
    </message>
    <message>
        <source>Copy lesion &amp;table</source>
        <translation>Copier le &amp;tableau des lésions</translation>
    </message>
    <message>
        <source>Export &amp;lesions as CSV ...</source>
        <translation>Exporter les &amp;lésions en CSV ...</translation>
    </message>
    <message>
        <source>Looking for an earlier study</source>
        <extracomment>For the menus View and Study.</extracomment>
        <translation>Recherche d’un examen antérieur</translation>
    </message>
    <message>
        <source>Lesion table copied; it names no patient.</source>
        <translation>Tableau des lésions copié ; il ne nomme aucun patient.</translation>
    </message>
    <message>
        <source>Export the lesions</source>
        <translation>Exporter les lésions</translation>
    </message>
    <message>
        <source>Show boxes and lesions as of another threshold; the result stays as it is</source>
        <extracomment>The threshold for looking, or None for the stored one.</extracomment>
        <translation>Montrer boîtes et lésions comme à un autre seuil ; le résultat reste tel quel</translation>
    </message>
    <message>
        <source>Threshold, for looking only</source>
        <translation>Seuil, pour regarder seulement</translation>
    </message>
    <message>
        <source>Back to the threshold of the result</source>
        <translation>Retour au seuil du résultat</translation>
    </message>
    <message>
        <source>{threshold} view only</source>
        <translation>{threshold} vue seulement</translation>
    </message>
    <message>
        <source>Show the worklist</source>
        <extracomment>The reader wants the window; with the Study Instance UID of the study to point at, or an empty text.</extracomment>
        <translation>Montrer la liste de travail</translation>
    </message>
    <message>
        <source>Show the strip</source>
        <translation>Montrer le bandeau</translation>
    </message>
    <message>
        <source>{verdict}: why?</source>
        <extracomment>Takes a verdict, or None to take the verdict back, and a reason code.</extracomment>
        <translation>{verdict} : pourquoi ?</translation>
    </message>
    <message>
        <source>Drag up and down: through the slices</source>
        <translation>Glisser de haut en bas : à travers les coupes</translation>
    </message>
    <message>
        <source>Drag sideways: width, up and down: level</source>
        <translation>Glisser de côté : largeur, de haut en bas : niveau</translation>
    </message>
    <message>
        <source>Zoom</source>
        <translation>Zoom</translation>
    </message>
    <message>
        <source>Drag up and down: zoom</source>
        <translation>Glisser de haut en bas : zoom</translation>
    </message>
    <message>
        <source>Pan</source>
        <translation>Déplacer</translation>
    </message>
    <message>
        <source>Drag: move the image</source>
        <translation>Glisser : déplacer l’image</translation>
    </message>
    <message>
        <source>Length</source>
        <translation>Longueur</translation>
    </message>
    <message>
        <source>Drag from end to end: mm</source>
        <translation>Glisser d’un bout à l’autre : mm</translation>
    </message>
    <message>
        <source>Angle</source>
        <translation>Angle</translation>
    </message>
    <message>
        <source>Drag the first leg to the vertex, then click the end of the second</source>
        <translation>Glisser le premier côté jusqu’au sommet, puis cliquer la fin du second</translation>
    </message>
    <message>
        <source>Ellipse</source>
        <translation>Ellipse</translation>
    </message>
    <message>
        <source>Drag from corner to corner: mean, SD, range, area</source>
        <translation>Glisser d’un coin à l’autre : moyenne, écart type, étendue, aire</translation>
    </message>
    <message>
        <source>Value</source>
        <translation>Valeur</translation>
    </message>
    <message>
        <source>Click: keep the HU of a pixel</source>
        <translation>Clic : garder les UH d’un pixel</translation>
    </message>
    <message>
        <source>Masks by type; hold Space for the bare image</source>
        <translation>Masques par type ; maintenir Espace pour l’image seule</translation>
    </message>
    <message>
        <source>Outline</source>
        <translation>Contour</translation>
    </message>
    <message>
        <source>Masks as outlines, without filling</source>
        <translation>Masques en contours, sans remplissage</translation>
    </message>
    <message>
        <source>Boxes</source>
        <translation>Boîtes</translation>
    </message>
    <message>
        <source>Accepted boxes with their scores (green)</source>
        <translation>Boîtes acceptées avec leurs scores (vert)</translation>
    </message>
    <message>
        <source>Rejected</source>
        <translation>Rejetées</translation>
    </message>
    <message>
        <source>Boxes looked at and rejected (purple)</source>
        <translation>Boîtes examinées et rejetées (violet)</translation>
    </message>
    <message>
        <source>Fit</source>
        <translation>Ajuster</translation>
    </message>
    <message>
        <source>Show the whole slice</source>
        <translation>Montrer la coupe entière</translation>
    </message>
    <message>
        <source>Invert</source>
        <translation>Inverser</translation>
    </message>
    <message>
        <source>Dense is dark</source>
        <translation>Dense est sombre</translation>
    </message>
    <message>
        <source>Flip sideways</source>
        <translation>Retourner de côté</translation>
    </message>
    <message>
        <source>Swap left and right; the letters follow</source>
        <translation>Échanger gauche et droite ; les lettres suivent</translation>
    </message>
    <message>
        <source>Flip upside down</source>
        <translation>Retourner de haut en bas</translation>
    </message>
    <message>
        <source>Swap top and bottom; the letters follow</source>
        <translation>Échanger haut et bas ; les lettres suivent</translation>
    </message>
    <message>
        <source>Reset</source>
        <translation>Réinitialiser</translation>
    </message>
    <message>
        <source>Window, zoom, inversion and flips as at the start</source>
        <translation>Fenêtre, zoom, inversion et retournements comme au début</translation>
    </message>
    <message>
        <source>Remove measurement</source>
        <translation>Supprimer la mesure</translation>
    </message>
    <message>
        <source>The chosen one, or else the latest on this slice</source>
        <translation>La mesure choisie, sinon la dernière de cette coupe</translation>
    </message>
    <message>
        <source>Remove all measurements of this slice</source>
        <translation>Supprimer toutes les mesures de cette coupe</translation>
    </message>
    <message>
        <source>On this slice</source>
        <translation>Sur cette coupe</translation>
    </message>
    <message>
        <source>{name} window: width {width}, level {level} HU</source>
        <translation>Fenêtre {name} : largeur {width}, niveau {level} UH</translation>
    </message>
    <message>
        <source>Brain</source>
        <extracomment>Name and window of keys 1 to 5.</extracomment>
        <translation>Cerveau</translation>
    </message>
    <message>
        <source>Subdural</source>
        <translation>Sous-dural</translation>
    </message>
    <message>
        <source>Stroke</source>
        <translation>AVC</translation>
    </message>
    <message>
        <source>Bone</source>
        <translation>Os</translation>
    </message>
    <message>
        <source>Soft tissue</source>
        <translation>Parties molles</translation>
    </message>
    <message>
        <source>Worklist</source>
        <extracomment>Longest usual text of the columns whose words do not change with the language. The pointer rests on a row: Study Instance UID, and where on the screen. A study was asked for that the search leaves out.</extracomment>
        <translation>Liste de travail</translation>
    </message>
    <message>
        <source>Studies, the most urgent first. Enter opens one, R marks it as read.</source>
        <translation>Examens, les plus urgents d’abord. Entrée en ouvre un, R le marque comme lu.</translation>
    </message>
    <message>
        <source>Columns</source>
        <translation>Colonnes</translation>
    </message>
    <message>
        <source>&amp;Columns</source>
        <translation>&amp;Colonnes</translation>
    </message>
    <message>
        <source>&amp;Reset columns</source>
        <translation>&amp;Réinitialiser les colonnes</translation>
    </message>
    <message>
        <source>&amp;Search the worklist</source>
        <extracomment>Columns whose cells can be searched for by a click; in the others a value is too rarely repeated.</extracomment>
        <translation>&amp;Rechercher dans la liste</translation>
    </message>
    <message>
        <source>&amp;Put back where it was</source>
        <translation>&amp;Remettre où il était</translation>
    </message>
    <message>
        <source>Show only &amp;such studies</source>
        <translation>Ne montrer que de &amp;tels examens</translation>
    </message>
    <message>
        <source>Show &amp;all studies</source>
        <translation>Montrer &amp;tous les examens</translation>
    </message>
    <message>
        <source>&amp;Let it go where it belongs</source>
        <translation>&amp;Laisser aller à sa place</translation>
    </message>
    <message numerus="yes">
        <source>%n urgent studies above — click or press U to bring them in</source>
        <translation>
            <numerusform>%n examen urgent plus haut — cliquez ou tapez U pour le faire entrer</numerusform>
            <numerusform>%n examens urgents plus haut — cliquez ou tapez U pour les faire entrer</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n urgent studies are not in this view — click or press U to see all studies</source>
        <translation>
            <numerusform>%n examen urgent n’est pas dans cette vue — cliquez ou tapez U pour tout voir</numerusform>
            <numerusform>%n examens urgents ne sont pas dans cette vue — cliquez ou tapez U pour tout voir</numerusform>
        </translation>
    </message>
    <message>
        <source>No study matches this search</source>
        <translation>Aucun examen ne correspond à cette recherche</translation>
    </message>
    <message>
        <source>Ctrl+Shift+A shows all studies again.</source>
        <translation>Ctrl+Maj+A montre de nouveau tous les examens.</translation>
    </message>
    <message>
        <source>Waiting for studies from {name}</source>
        <translation>En attente d’examens de {name}</translation>
    </message>
    <message>
        <source>{name} does not answer</source>
        <translation>{name} ne répond pas</translation>
    </message>
    <message>
        <source>Head CTs appear here as the archive receives them.</source>
        <translation>Les scanners cérébraux apparaissent ici dès que l’archive les reçoit.</translation>
    </message>
    <message>
        <source>Waiting for the archive …</source>
        <translation>En attente de l’archive …</translation>
    </message>
    <message numerus="yes">
        <source>%n studies</source>
        <translation>
            <numerusform>%n examen</numerusform>
            <numerusform>%n examens</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{rows} of %n studies</source>
        <translation>
            <numerusform>{rows} sur %n examen</numerusform>
            <numerusform>{rows} sur %n examens</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n unread</source>
        <translation>
            <numerusform>%n non lu</numerusform>
            <numerusform>%n non lus</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n urgent</source>
        <translation>
            <numerusform>%n urgent</numerusform>
            <numerusform>%n urgents</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n without an answer</source>
        <translation>
            <numerusform>%n sans résultat</numerusform>
            <numerusform>%n sans résultat</numerusform>
        </translation>
    </message>
    <message>
        <source>Worklist:  {parts}</source>
        <translation>Liste de travail :  {parts}</translation>
    </message>
    <message numerus="yes">
        <source>%n changes</source>
        <translation>
            <numerusform>%n modification</numerusform>
            <numerusform>%n modifications</numerusform>
        </translation>
    </message>
    <message>
        <source>Number of the lesion</source>
        <extracomment>Volume and ABC/2 of a lesion disagree where they differ by more than this share of the volume.</extracomment>
        <translation>Numéro de la lésion</translation>
    </message>
    <message>
        <source>Hemorrhage type, with the colour of its mask</source>
        <translation>Type d’hémorragie, avec la couleur de son masque</translation>
    </message>
    <message>
        <source>Side</source>
        <translation>Côté</translation>
    </message>
    <message>
        <source>The patient&apos;s left or right, by position against the middle of the skull</source>
        <translation>Gauche ou droite du patient, selon la position par rapport au milieu du crâne</translation>
    </message>
    <message>
        <source>Region</source>
        <translation>Région</translation>
    </message>
    <message>
        <source>By position in the skull alone; no anatomy is recognised</source>
        <translation>Selon la seule position dans le crâne ; aucune anatomie n’est reconnue</translation>
    </message>
    <message>
        <source>mL (95 %)</source>
        <translation>mL (95 %)</translation>
    </message>
    <message>
        <source>Volume of the mask in mL; the interval takes its surface to be right within half a voxel, no more</source>
        <translation>Volume du masque en mL ; l’intervalle suppose sa surface juste à un demi-voxel près, rien de plus</translation>
    </message>
    <message>
        <source>The bedside estimate ABC/2 in mL (Kwak 1983); ≠ where it differs from the mask by over 30 %</source>
        <translation>L’estimation ABC/2 en mL (Kwak 1983) ; ≠ où elle diffère du masque de plus de 30 %</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>Taille</translation>
    </message>
    <message>
        <source>punctate &lt; 0.01, small 0.01-5, medium 5-25, large &gt; 25 mL</source>
        <translation>punctiforme &lt; 0,01, petite 0,01-5, moyenne 5-25, grande &gt; 25 mL</translation>
    </message>
    <message>
        <source>Slices</source>
        <translation>Coupes</translation>
    </message>
    <message>
        <source>First and last slice, counted from the skull base</source>
        <translation>Première et dernière coupe, comptées depuis la base du crâne</translation>
    </message>
    <message>
        <source>Score</source>
        <translation>Score</translation>
    </message>
    <message>
        <source>Highest raw score of the lesion&apos;s boxes, 0 to 1</source>
        <translation>Score brut le plus élevé des cadres de la lésion, de 0 à 1</translation>
    </message>
    <message>
        <source>Reader</source>
        <translation>Lecteur</translation>
    </message>
    <message>
        <source>What a reader said of the lesion: accepted or rejected</source>
        <translation>Ce qu’un lecteur a dit de la lésion : acceptée ou rejetée</translation>
    </message>
    <message>
        <source>Below the threshold for looking, so not drawn; it still counts in the result.</source>
        <translation>Sous le seuil de visualisation, donc non dessinée ; elle compte toujours dans le résultat.</translation>
    </message>
    <message>
        <source>ABC/2 and the mask differ by more than 30 %: the shape is no ellipsoid, or the mask is wrong.</source>
        <translation>ABC/2 et le masque diffèrent de plus de 30 % : la forme n’est pas un ellipsoïde, ou le masque est faux.</translation>
    </message>
    <message>
        <source>The vertex or a closed skull is not on these slices.</source>
        <translation>Le vertex ou un crâne fermé n’est pas sur ces coupes.</translation>
    </message>
    <message>
        <source>Hemorrhage, {type}; click to go to its best slice</source>
        <translation>Hémorragie, {type} ; cliquer pour aller à sa meilleure coupe</translation>
    </message>
    <message>
        <source>Hemorrhage, {type}</source>
        <translation>Hémorragie, {type}</translation>
    </message>
    <message>
        <source>What the threshold for looking leaves; the result is the line above</source>
        <translation>Ce que laisse le seuil de visualisation ; le résultat est la ligne au-dessus</translation>
    </message>
    <message>
        <source>Calibrated probability of this type</source>
        <translation>Probabilité calibrée de ce type</translation>
    </message>
    <message>
        <source>{ml} shown</source>
        <translation>{ml} affichés</translation>
    </message>
    <message>
        <source>Lesions</source>
        <extracomment>The chosen lesion&apos;s id, or None. The reader accepts or rejects a :class:`Lesion`, or gives it a type.</extracomment>
        <translation>Lésions</translation>
    </message>
    <message>
        <source>No lesions to list</source>
        <translation>Aucune lésion à lister</translation>
    </message>
    <message>
        <source>Open a study to see what was found.</source>
        <translation>Ouvrez un examen pour voir ce qui a été trouvé.</translation>
    </message>
    <message>
        <source>No result yet</source>
        <translation>Pas encore de résultat</translation>
    </message>
    <message>
        <source>Lesions and volumes appear here when the analysis is done.</source>
        <translation>Les lésions et les volumes apparaissent ici quand l’analyse est terminée.</translation>
    </message>
    <message>
        <source>There is no answer for this study: that says nothing about hemorrhage.</source>
        <translation>Il n’y a pas de réponse pour cet examen : cela ne dit rien d’une hémorragie.</translation>
    </message>
    <message>
        <source>No lesion found</source>
        <translation>Aucune lésion trouvée</translation>
    </message>
    <message>
        <source>The model found none above its threshold; it can be wrong.</source>
        <translation>Le modèle n’en a trouvé aucune au-dessus de son seuil ; il peut se tromper.</translation>
    </message>
    <message>
        <source>&amp;Accept lesion</source>
        <translation>&amp;Accepter la lésion</translation>
    </message>
    <message>
        <source>&amp;Reject lesion</source>
        <translation>&amp;Rejeter la lésion</translation>
    </message>
    <message>
        <source>Change &amp;type</source>
        <translation>Changer le &amp;type</translation>
    </message>
    <message>
        <source>Edited by reader {reader}, {when}, {changes}</source>
        <translation>Modifié par le lecteur {reader}, {when}, {changes}</translation>
    </message>
    <message>
        <source>outside the skull</source>
        <extracomment>What :class:`inference.plausibility.Doubt` says of a rejected box; here so that it is translated.</extracomment>
        <translation>hors du crâne</translation>
    </message>
    <message>
        <source>on an end slice, nothing beside it on the next</source>
        <translation>sur une coupe d’extrémité, rien à côté sur la suivante</translation>
    </message>
    <message>
        <source>{probability} (95 % interval {low}–{high} %)</source>
        <translation>{probability} (intervalle à 95 % {low}–{high} %)</translation>
    </message>
    <message>
        <source>Calibrated probability of any intracranial hemorrhage, with its 95 % interval where it is known</source>
        <translation>Probabilité calibrée d’une hémorragie intracrânienne quelconque, avec son intervalle à 95 % s’il est connu</translation>
    </message>
    <message>
        <source>left</source>
        <extracomment>Every word of a side, or of a region that is not joined.</extracomment>
        <translation>gauche</translation>
    </message>
    <message>
        <source>right</source>
        <translation>droite</translation>
    </message>
    <message>
        <source>bilateral</source>
        <translation>bilatéral</translation>
    </message>
    <message>
        <source>midline</source>
        <translation>ligne médiane</translation>
    </message>
    <message>
        <source>frontal</source>
        <translation>frontal</translation>
    </message>
    <message>
        <source>parietal</source>
        <translation>pariétal</translation>
    </message>
    <message>
        <source>temporal</source>
        <translation>temporal</translation>
    </message>
    <message>
        <source>occipital</source>
        <translation>occipital</translation>
    </message>
    <message>
        <source>deep</source>
        <translation>profond</translation>
    </message>
    <message>
        <source>basal cisterns</source>
        <translation>citernes de la base</translation>
    </message>
    <message>
        <source>posterior fossa</source>
        <translation>fosse postérieure</translation>
    </message>
    <message>
        <source>Sylvian fissure</source>
        <translation>scissure de Sylvius</translation>
    </message>
    <message>
        <source>falx</source>
        <translation>faux du cerveau</translation>
    </message>
    <message>
        <source>tentorium</source>
        <translation>tente du cervelet</translation>
    </message>
    <message>
        <source>ventricles</source>
        <translation>ventricules</translation>
    </message>
    <message>
        <source>{one} and {other}</source>
        <translation>{one} et {other}</translation>
    </message>
    <message>
        <source>{place} convexity</source>
        <translation>convexité, {place}</translation>
    </message>
    <message>
        <source>accepted</source>
        <extracomment>Role of the whole :class:`Lesion` of a row. What a reader may have said of a lesion.</extracomment>
        <translation>acceptée</translation>
    </message>
    <message>
        <source>rejected</source>
        <translation>rejetée</translation>
    </message>
    <message>
        <source>Earlier study {when}, registered rigidly: {turn}, {shift} mm, agreement {agreement}.</source>
        <translation>Examen antérieur {when}, recalé rigidement : {turn}, {shift} mm, concordance {agreement}.</translation>
    </message>
    <message>
        <source>clear of the intervals</source>
        <translation>hors des intervalles</translation>
    </message>
    <message>
        <source>Model {name}</source>
        <translation>Modèle {name}</translation>
    </message>
    <message>
        <source>This result cannot be edited: {reason}.</source>
        <translation>Ce résultat ne peut pas être modifié : {reason}.</translation>
    </message>
    <message>
        <source>This study</source>
        <translation>Cet examen</translation>
    </message>
    <message>
        <source>&amp;Tools</source>
        <extracomment>What the pipeline may take to end what it has in hand.</extracomment>
        <translation>&amp;Outils</translation>
    </message>
    <message>
        <source>&amp;Settings ...</source>
        <translation>&amp;Paramètres ...</translation>
    </message>
    <message>
        <source>&amp;Metrics</source>
        <translation>&amp;Mesures</translation>
    </message>
    <message>
        <source>&amp;Check the set-up</source>
        <translation>&amp;Vérifier l’installation</translation>
    </message>
    <message>
        <source>Settings saved. The next time Firstread starts, these take effect: {names}.</source>
        <translation>Paramètres enregistrés. Au prochain démarrage de Firstread prendront effet : {names}.</translation>
    </message>
    <message>
        <source>Settings saved. They are in effect.</source>
        <translation>Paramètres enregistrés. Ils sont en vigueur.</translation>
    </message>
    <message>
        <source>Covered while nobody is here</source>
        <translation>Couvert tant que personne n’est là</translation>
    </message>
    <message>
        <source>{waiting}. Fetching and analysing go on.
Click, or press Enter, to go on.</source>
        <extracomment>True when the windows were covered, False when they are shown again.</extracomment>
        <translation>{waiting}. La récupération et l’analyse continuent.
Cliquez ou appuyez sur Entrée pour continuer.</translation>
    </message>
</context>
</TS>
