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
        <translation>En premier, car une hémorragie est probable ({finding})&#xa0;; la plus probable en tête.</translation>
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
        <translation>{turn}&#xa0;: aucune hémorragie trouvée, et cela ne fait reculer aucun examen.</translation>
    </message>
    <message>
        <source>{turn}, because {reason} and the outcome is not known.</source>
        <translation>{turn}, car {reason} et le résultat n’est pas connu.</translation>
    </message>
    <message>
        <source>New in the list: {place}</source>
        <translation>Nouveau dans la liste&#xa0;: {place}</translation>
    </message>
    <message>
        <source>Moved up among the probable hemorrhages: now {finding}.</source>
        <translation>Remonté parmi les hémorragies probables&#xa0;: maintenant {finding}.</translation>
    </message>
    <message>
        <source>Moved down among the probable hemorrhages: now {finding}.</source>
        <translation>Descendu parmi les hémorragies probables&#xa0;: maintenant {finding}.</translation>
    </message>
    <message>
        <source>Moved up: it is an emergency.</source>
        <translation>Remonté&#xa0;: c’est une urgence.</translation>
    </message>
    <message>
        <source>Moved down: it is not an emergency.</source>
        <translation>Descendu&#xa0;: ce n’est pas une urgence.</translation>
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
            <numerusform>Pas encore ouvert&#xa0;: %n examen urgent</numerusform>
            <numerusform>Pas encore ouverts&#xa0;: %n examens urgents</numerusform>
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
        <translation>Remaniement postopératoire</translation>
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
        <source>{count} × {verdict}: {reason}</source>
        <translation>{count} × {verdict} : {reason}</translation>
    </message>
    <message>
        <source>{percent} % ({low}–{high} %, {hits} of {n})</source>
        <translation>{percent} % ({low}–{high} %, {hits} sur {n})</translation>
    </message>
    <message>
        <source>model card of {model}</source>
        <translation>fiche du modèle {model}</translation>
    </message>
    <message>
        <source>verdicts of this site&apos;s readers</source>
        <translation>avis des lecteurs de ce site</translation>
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
        <translation>Cherchez d’abord quelque chose&#xa0;; c’est la recherche qui est enregistrée.</translation>
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
        <source>Archive</source>
        <translation>Archive</translation>
    </message>
    <message>
        <source>New studies</source>
        <translation>Nouveaux examens</translation>
    </message>
    <message>
        <source>Fetching images</source>
        <translation>Récupération des images</translation>
    </message>
    <message>
        <source>Analysis</source>
        <translation>Analyse</translation>
    </message>
    <message>
        <source>Order of work</source>
        <translation>Ordre de traitement</translation>
    </message>
    <message>
        <source>Storage</source>
        <translation>Stockage</translation>
    </message>
    <message>
        <source>Readers</source>
        <translation>Lecteurs</translation>
    </message>
    <message>
        <source>Viewer of the PACS</source>
        <translation>Visualiseur du PACS</translation>
    </message>
    <message>
        <source>Alerts</source>
        <translation>Alertes</translation>
    </message>
    <message>
        <source>Updates</source>
        <translation>Mises à jour</translation>
    </message>
    <message>
        <source>days</source>
        <translation>jours</translation>
    </message>
    <message>
        <source>GB</source>
        <translation>Go</translation>
    </message>
    <message>
        <source>characters</source>
        <translation>caractères</translation>
    </message>
    <message>
        <source>It is a list of words.</source>
        <translation>C’est une liste de mots.</translation>
    </message>
    <message>
        <source>It is a text of {low} to {high} {characters}.</source>
        <translation>C’est un texte de {low} à {high} {characters}.</translation>
    </message>
    <message>
        <source>It is a whole number from {low} to {high}.</source>
        <translation>C’est un nombre entier de {low} à {high}.</translation>
    </message>
    <message>
        <source>It is a number from {low} to {high}.</source>
        <translation>C’est un nombre de {low} à {high}.</translation>
    </message>
    <message>
        <source>This value is set by your administrator.</source>
        <translation>Cette valeur est fixée par votre administrateur.</translation>
    </message>
    <message>
        <source>BLAST-CT cannot be chosen yet, because it was not imported on this computer. To import the checkpoints that you have of it: {command}</source>
        <translation>BLAST-CT ne peut pas encore être choisi, car il n’a pas été importé sur cet ordinateur. Pour importer les checkpoints que vous en avez&#xa0;: {command}</translation>
    </message>
    <message>
        <source>This cannot be used.</source>
        <translation>Ceci n’est pas utilisable.</translation>
    </message>
    <message>
        <source>Another archive has this name.</source>
        <translation>Une autre archive porte déjà ce nom.</translation>
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
        <translation>punctiforme</translation>
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
        <source>denser than blood, and no blood around it</source>
        <translation>plus dense que du sang, et pas de sang autour</translation>
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
        <translation>Non analysé&#xa0;: cet examen n’a pas de résultat</translation>
    </message>
    <message>
        <source>Analysis failed: this study has no result</source>
        <translation>Échec de l’analyse&#xa0;: cet examen n’a pas de résultat</translation>
    </message>
    <message>
        <source>Withdrawn: this study has no result</source>
        <translation>Retiré&#xa0;: cet examen n’a pas de résultat</translation>
    </message>
    <message>
        <source>{state}: no result yet</source>
        <translation>{state}&#xa0;: pas encore de résultat</translation>
    </message>
    <message>
        <source>An earlier analysis found hemorrhage, probability {probability}; its result is not shown.</source>
        <translation>Une analyse antérieure a trouvé une hémorragie, probabilité {probability}&#xa0;; son résultat n’est pas affiché.</translation>
    </message>
    <message>
        <source>An earlier analysis left an answer; it no longer holds and is not shown.</source>
        <translation>Il reste le résultat d’une analyse antérieure&#xa0;; il n’est plus valable et n’est pas affiché.</translation>
    </message>
    <message>
        <source>Masks and volumes that are still shown are an earlier answer, which no longer holds.</source>
        <translation>Les masques et volumes encore affichés sont ceux d’un résultat antérieur, qui n’est plus valable.</translation>
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
        <translation>{count}&#xa0;; la plus grande&#xa0;: {type} {ml} mL (intervalle à 95&#xa0;% {low}–{high} mL), {where}.</translation>
    </message>
    <message>
        <source>Model {name}.</source>
        <translation>Modèle {name}.</translation>
    </message>
    <message>
        <source>Edited by a reader ({changes}); score and probability are the program&apos;s own.</source>
        <translation>Modifié par un lecteur ({changes})&#xa0;; le score et la probabilité sont ceux du programme.</translation>
    </message>
    <message>
        <source>By the reader: {volumes}.</source>
        <translation>Selon le lecteur&#xa0;: {volumes}.</translation>
    </message>
    <message>
        <source>The reader left no lesion.</source>
        <translation>Le lecteur n’a conservé aucune lésion.</translation>
    </message>
    <message>
        <source>{patient}, images open</source>
        <extracomment>Role of the whole :class:`StudyRecord` of a row. Role of a row&apos;s latest :class:`Move` of the last minutes, or None. Updates are gathered this long before the table changes, so that a burst of events costs one update. A search that depends on the clock is made again after so many ticks. What makes up a list, beside the words of the language. The rows, their order or the difference to the right order changed. Rows moved up: a tuple of :class:`Move`, right after the table has them in their new places. Who ``is:mine`` in the search means. Study Instance UID of the study that the viewer shows; empty for none.</extracomment>
        <translation>{patient}, images ouvertes</translation>
    </message>
    <message>
        <source>You put it back; it stands as it would without the answer.</source>
        <translation>Vous l’avez remis en place&#xa0;; il est là où il serait sans le résultat.</translation>
    </message>
    <message>
        <source>{time}: {why}</source>
        <translation>{time}&#xa0;: {why}</translation>
    </message>
    <message>
        <source>Priority</source>
        <translation>Priorité</translation>
    </message>
    <message>
        <source>Class of the worklist order; hover a row to see why it stands where it stands</source>
        <translation>Classe de l’ordre&#xa0;; survolez une ligne pour voir pourquoi elle est là</translation>
    </message>
    <message>
        <source>State</source>
        <translation>État</translation>
    </message>
    <message>
        <source>Where the study stands; only &apos;None found&apos; means that no hemorrhage was found</source>
        <translation>Où en est l’examen&#xa0;; seul «&#xa0;Aucune trouvée&#xa0;» signifie qu’aucune hémorragie n’a été trouvée</translation>
    </message>
    <message>
        <source>Prob.</source>
        <translation>Prob.</translation>
    </message>
    <message>
        <source>Probability of any intracranial hemorrhage, calibrated unless the row says otherwise, with its 95 % interval where it is known</source>
        <translation>Probabilité d’une hémorragie intracrânienne quelconque, calibrée sauf indication contraire de la ligne, avec son intervalle à 95&#xa0;% s’il est connu</translation>
    </message>
    <message>
        <source>Types</source>
        <translation>Types</translation>
    </message>
    <message>
        <source>Types found, largest volume first: EDH, SDH, SAH, IPH, IVH</source>
        <translation>Types trouvés, le plus grand volume d’abord&#xa0;: EDH, SDH, SAH, IPH, IVH</translation>
    </message>
    <message>
        <source>mL</source>
        <translation>mL</translation>
    </message>
    <message>
        <source>Volume of all hemorrhage in mL; punctate &lt; 0.01, small to 5, medium to 25, large &gt; 25 mL</source>
        <translation>Volume de toute l’hémorragie en mL&#xa0;; punctiforme &lt; 0.01, petite jusqu’à 5, moyenne jusqu’à 25, grande &gt; 25 mL</translation>
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
        <source>Time since this workstation first heard of the study, until it was read</source>
        <translation>Temps depuis que ce poste connaît l’examen, jusqu’à sa lecture</translation>
    </message>
    <message>
        <source>Marks</source>
        <translation>Marques</translation>
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
        <source>Age on the day of the study, and sex as in DICOM: F female, M male, O other</source>
        <translation>Âge le jour de l’examen, et sexe comme en DICOM : F féminin, M masculin, O autre</translation>
    </message>
    <message>
        <source>Emergency, pinned, flagged, claimed, with a note or verdict, disputed by the second reader</source>
        <translation>Urgence, épinglé, signalé, réservé, avec note ou avis, contesté par le second lecteur</translation>
    </message>
    <message>
        <source>Change</source>
        <translation>Évolution</translation>
    </message>
    <message>
        <source>Against the patient&apos;s last earlier head CT; larger: by over 6 mL or 33 %, clear of uncertainty</source>
        <translation>Par rapport au dernier scanner cérébral antérieur du patient&#xa0;; plus grande&#xa0;: de plus de 6 mL ou 33&#xa0;%, au-delà de l’incertitude</translation>
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
        <extracomment>Letters of a name or description in the pop-up of a row.</extracomment>
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
        <source>second reader disagrees</source>
        <translation>second lecteur en désaccord</translation>
    </message>
    <message>
        <source>{name} reads it</source>
        <translation>{name} le lit</translation>
    </message>
    <message>
        <source>Note: {text}</source>
        <translation>Note&#xa0;: {text}</translation>
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
        <extracomment>The :class:`Window` that the reader wants here, as on every page. The :class:`app.domain.follow_up.FollowUp` of the open study and the prior that is shown.</extracomment>
        <translation>Examen antérieur</translation>
    </message>
    <message>
        <source>Type</source>
        <extracomment>Columns of numbers.</extracomment>
        <translation>Type</translation>
    </message>
    <message>
        <source>mL: voxels of the mask times their true size; the interval takes the mask&apos;s surface to be right within half a voxel and says nothing of larger errors. Side and region: by position in the skull alone. ≠: ABC/2 differs from the mask by more than 30 %. Slices count from the skull base. Brain window, 80/40 HU.</source>
        <extracomment>A report shows at most so many slices.</extracomment>
        <translation>mL&#xa0;: voxels du masque fois leur taille réelle&#xa0;; l’intervalle suppose la surface du masque juste à un demi-voxel près et ne dit rien d’erreurs plus grandes. Côté et région&#xa0;: selon la seule position dans le crâne. ≠&#xa0;: ABC/2 diffère du masque de plus de 30&#xa0;%. Les coupes se comptent depuis la base du crâne. Fenêtre parenchymateuse, 80/40 UH.</translation>
    </message>
    <message>
        <source>Larger and smaller: by more than 6 mL or 33 %, and clear of the 95 % intervals of both volumes.</source>
        <translation>Plus grande et plus petite&#xa0;: de plus de 6 mL ou 33&#xa0;%, et au-delà des intervalles à 95&#xa0;% des deux volumes.</translation>
    </message>
    <message>
        <source>Slice {number}</source>
        <extracomment>Warnings that name a day, and so are left out where nothing may tell who it was.</extracomment>
        <translation>Coupe {number}</translation>
    </message>
    <message>
        <source>Model {model} ({digest}), Firstread {version}.</source>
        <translation>Modèle {model} ({digest}), Firstread {version}.</translation>
    </message>
    <message>
        <source>Head CT: probable intracranial hemorrhage</source>
        <translation>Scanner cérébral&#xa0;: hémorragie intracrânienne probable</translation>
    </message>
    <message>
        <source>Made by a program; look at the images themselves.</source>
        <translation>Établi par un programme&#xa0;; regardez les images elles-mêmes.</translation>
    </message>
    <message>
        <source>The program answers: {finding}.</source>
        <translation>Résultat du programme&#xa0;: {finding}.</translation>
    </message>
    <message>
        <source>Result</source>
        <translation>Résultat</translation>
    </message>
    <message>
        <source>No lesion above the threshold. That does not rule out hemorrhage.</source>
        <translation>Aucune lésion au-dessus du seuil. Cela n’exclut pas une hémorragie.</translation>
    </message>
    <message>
        <source>Totals</source>
        <translation>Totaux</translation>
    </message>
    <message>
        <source>Key slices</source>
        <translation>Coupes clés</translation>
    </message>
    <message>
        <source>Masks and volumes below were edited by a reader</source>
        <translation>Les masques et volumes ci-dessous ont été modifiés par un lecteur</translation>
    </message>
    <message>
        <source>Masks and volumes below were edited by reader {name}, {at}</source>
        <translation>Les masques et volumes ci-dessous ont été modifiés par {name}, {at}</translation>
    </message>
    <message>
        <source>score and probability are the program&apos;s own.</source>
        <translation>le score et la probabilité sont ceux du programme.</translation>
    </message>
    <message>
        <source>Measured by the reader on slice {number}: distance of the septum from the line between the attachments of the falx.</source>
        <translation>Mesurée par le lecteur sur la coupe {number}&#xa0;: distance du septum à la ligne joignant les insertions de la faux.</translation>
    </message>
    <message>
        <source>Midline</source>
        <translation>Ligne médiane</translation>
    </message>
    <message>
        <source>Since the earlier study</source>
        <translation>Depuis l’examen antérieur</translation>
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
        <source>Change, %</source>
        <translation>Changement, %</translation>
    </message>
    <message>
        <source>90 or older</source>
        <translation>90 ans ou plus</translation>
    </message>
    <message>
        <source>de-identified</source>
        <translation>désidentifié</translation>
    </message>
    <message>
        <source>Patient ID</source>
        <translation>ID du patient</translation>
    </message>
    <message>
        <source>Age, sex</source>
        <translation>Âge, sexe</translation>
    </message>
    <message>
        <source>Study</source>
        <translation>Examen</translation>
    </message>
    <message>
        <source>Printed</source>
        <translation>Imprimé</translation>
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
        <source>Segmentation</source>
        <translation>Segmentation</translation>
    </message>
    <message>
        <source>Structure set</source>
        <translation>Ensemble de structures</translation>
    </message>
    <message>
        <source>Product not named</source>
        <translation>Produit non nommé</translation>
    </message>
    <message>
        <source>date not known</source>
        <translation>date inconnue</translation>
    </message>
    <message>
        <source>The two do not lie well on each other: do not compare them pixel by pixel.</source>
        <translation>Les deux ne se superposent pas bien&#xa0;: ne les comparez pas pixel par pixel.</translation>
    </message>
    <message>
        <source>The two studies carry different names: make sure that it is the same patient.</source>
        <translation>Les deux examens portent des noms différents&#xa0;: vérifiez qu’il s’agit du même patient.</translation>
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
        <translation>Concordance au fil du temps</translation>
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
        <translation>{said} avis, {silent} examens lus sans avis. Barres et crochets&#xa0;: intervalles à 95&#xa0;% (Wilson).</translation>
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
        <extracomment>The threshold that is looked at. Of the studies of this site, the fraction that each threshold of the grid flags; empty without any.</extracomment>
        <translation>Seuil</translation>
    </message>
    <message>
        <source>Reading queue</source>
        <translation>File de lecture</translation>
    </message>
    <message>
        <source>Agreement</source>
        <translation>Concordance</translation>
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
        <translation>Les {count} dernières arrivées de ce poste, rejouées. Attentes&#xa0;: médiane, et entre crochets ce sous quoi restent neuf sur dix. Un examen est signalé dès l’arrivée de son résultat. Personne ne va plus vite dans un autre ordre&#xa0;: ce que gagnent les signalés, les autres le paient.</translation>
    </message>
    <message>
        <source>No study has arrived yet.</source>
        <translation>Aucun examen n’est encore arrivé.</translation>
    </message>
    <message>
        <source>At {threshold:.2f}:</source>
        <translation>À {threshold:.2f}&#xa0;:</translation>
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
        <translation>manquées par garde</translation>
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
        <translation>La fiche du modèle n’a pas de taux selon le seuil, et ce site a trop peu d’avis pour des taux propres&#xa0;: seuls sont connus les signalements selon les scores de ce site.</translation>
    </message>
    <message>
        <source>Rates: {source}, {positives} studies with hemorrhage and {negatives} without. </source>
        <translation>Taux&#xa0;: {source}, {positives} examens avec hémorragie et {negatives} sans. </translation>
    </message>
    <message>
        <source>The limits take both 95 % intervals together. They hold only for patients and scanners like those. A threshold is changed with the model, never here.</source>
        <translation>Les limites prennent ensemble les deux intervalles à 95&#xa0;%. Elles ne valent que pour de tels patients et scanners. Un seuil se change avec le modèle, jamais ici.</translation>
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
        <translation>Gauche&#xa0;: {tool}. Droite&#xa0;: fenêtre. Milieu&#xa0;: déplacer. Ctrl et molette&#xa0;: zoom. Espace maintenue&#xa0;: image seule. F1&#xa0;: touches.</translation>
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
        <source>Esc in the search</source>
        <translation>Échap dans la recherche</translation>
    </message>
    <message>
        <source>empty it, then back to the list</source>
        <translation>la vider, puis revenir à la liste</translation>
    </message>
    <message>
        <source>Down in the search</source>
        <translation>Bas dans la recherche</translation>
    </message>
    <message>
        <source>back to the list</source>
        <translation>revenir à la liste</translation>
    </message>
    <message>
        <source>Ctrl+Enter in a note</source>
        <translation>Ctrl+Entrée dans une note</translation>
    </message>
    <message>
        <source>save it</source>
        <translation>l’enregistrer</translation>
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
        <translation>à travers les coupes&#xa0;; vers le haut, c’est vers la tête</translation>
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
        <translation>fenêtre&#xa0;: de côté la largeur, de haut en bas le niveau</translation>
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
        <source>Esc</source>
        <translation>Échap</translation>
    </message>
    <message>
        <source>give up a measurement, close the other results</source>
        <translation>abandonner une mesure, fermer les autres résultats</translation>
    </message>
    <message>
        <source>Ctrl+Z, Ctrl+Shift+Z</source>
        <translation>Ctrl+Z, Ctrl+Maj+Z</translation>
    </message>
    <message>
        <source>while masks are edited: take back, make again</source>
        <translation>pendant l’édition des masques&#xa0;: annuler, rétablir</translation>
    </message>
    <message>
        <source>Click, drag in a reformat</source>
        <translation>Clic, glisser dans une reconstruction</translation>
    </message>
    <message>
        <source>move the crosshair</source>
        <translation>déplacer le réticule</translation>
    </message>
    <message>
        <source>Image and reading</source>
        <translation>Image et lecture</translation>
    </message>
    <message>
        <source>Keys</source>
        <translation>Touches</translation>
    </message>
    <message numerus="yes">
        <source>%n studies opened.</source>
        <extracomment>Key of the columns&apos; layout; one of another number of columns is of an older version and would hide the new ones. What left the program as a file, in a few words without patient data; emitted from the thread that wrote it. Studies that the reader will probably open next: a tuple of their Study Instance UIDs. The study that an action is about, or what is known of it, may be another one now. The reader wants to open images from a disk. Files and folders that were dropped on the window: a tuple of Path. The latest word of each part of the machine, by its kind and name.</extracomment>
        <translation>
            <numerusform>%n examen ouvert.</numerusform>
            <numerusform>%n examens ouverts.</numerusform>
        </translation>
    </message>
    <message>
        <source>Loading …</source>
        <translation>Chargement …</translation>
    </message>
    <message>
        <source>The study will be fetched and analysed again.</source>
        <translation>L’examen sera récupéré et analysé de nouveau.</translation>
    </message>
    <message>
        <source>The study is taken off the line; it stays in the list, and can be fetched and analysed again.</source>
        <translation>L’examen est retiré du traitement&#xa0;; il reste dans la liste et peut être récupéré et analysé de nouveau.</translation>
    </message>
    <message>
        <source>Summary copied; it names no patient.</source>
        <translation>Résumé copié&#xa0;; il ne nomme aucun patient.</translation>
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
        <source>&amp;Export results ...</source>
        <translation>&amp;Exporter les résultats ...</translation>
    </message>
    <message>
        <source>Open from &amp;disk ...</source>
        <translation>Ouvrir &amp;depuis un disque ...</translation>
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
        <translation>Annuler la dernière étape&#xa0;; Ctrl+Z tant que l’image a le focus</translation>
    </message>
    <message>
        <source>Redo</source>
        <translation>Rétablir</translation>
    </message>
    <message>
        <source>Make it again; Ctrl+Shift+Z while the image has the focus</source>
        <translation>La refaire&#xa0;; Ctrl+Maj+Z tant que l’image a le focus</translation>
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
        <source>The edit could not be made ({error}).</source>
        <translation>La modification n’a pas pu être faite ({error}).</translation>
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
        <source>The other workstations show this note too: the department&apos;s database keeps it as written. It is in no export and in no log.</source>
        <translation>Les autres postes affichent aussi cette note&#xa0;: la base de données du service la conserve telle quelle. Elle ne figure dans aucun export ni aucun journal.</translation>
    </message>
    <message>
        <source>Reading the key slice …</source>
        <extracomment>Key as it was asked for, and a (QImage, caption) or None.</extracomment>
        <translation>Lecture de la coupe clé …</translation>
    </message>
    <message>
        <source>No key slice: its images are no longer here.</source>
        <translation>Pas de coupe clé&#xa0;: ses images ne sont plus ici.</translation>
    </message>
    <message>
        <source>Key slice {number} of {count}, brain window</source>
        <translation>Coupe clé {number} sur {count}, fenêtre parenchymateuse</translation>
    </message>
    <message>
        <source>No viewer is set; see menu Tools, Settings, page Viewer of the PACS.</source>
        <translation>Aucun visualiseur n’est réglé&#xa0;; voir menu Outils, Paramètres, page Visualiseur du PACS.</translation>
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
        <translation>{reader} a réservé cet examen&#xa0;; Maj+C le reprend.</translation>
    </message>
    <message>
        <source>Given free.</source>
        <translation>Libéré.</translation>
    </message>
    <message>
        <source>Claimed: the others see that you read it.</source>
        <translation>Réservé&#xa0;: les autres voient que vous le lisez.</translation>
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
        <translation>Noté&#xa0;: {verdict}.</translation>
    </message>
    <message>
        <source>Opened in the viewer of the PACS.</source>
        <translation>Ouvert dans le visualiseur du PACS.</translation>
    </message>
    <message>
        <source>Axial plane</source>
        <extracomment>Thicknesses of a slab in mm; 0 is a plane of its own. The axial slice through the crosshair. The :class:`Window` that the reader wants here, as on every page. Name and ID of the patient, written over the axial plane.</extracomment>
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
        <translation>Il faut une pile de coupes pour les reconstructions.</translation>
    </message>
    <message>
        <source>Report</source>
        <extracomment>What was written, in a few words without patient data.</extracomment>
        <translation>Rapport</translation>
    </message>
    <message>
        <source>De-identified: no name, identifiers and dates</source>
        <translation>Désidentifié&#xa0;: sans nom, identifiants ni dates</translation>
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
        <translation>Les mots sont cherchés dans toutes les colonnes. Les termes interrogent une colonne&#xa0;:
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
        <translation>Vues&#xa0;: une recherche qui porte un nom</translation>
    </message>
    <message>
        <source>Search the worklist</source>
        <translation>Rechercher dans la liste de travail</translation>
    </message>
    <message>
        <source>Search: words, or type:SDH ml:&gt;10 is:unread</source>
        <translation>Rechercher&#xa0;: mots, ou type:SDH ml:&gt;10 is:unread</translation>
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
        <translation>Nom de la vue&#xa0;:</translation>
    </message>
    <message>
        <source>(search)</source>
        <translation>(recherche)</translation>
    </message>
    <message>
        <source>Firstread: urgent studies</source>
        <extracomment>Study Instance UID of the study that was clicked.</extracomment>
        <translation>Firstread&#xa0;: examens urgents</translation>
    </message>
    <message>
        <source>Hide the strip; Ctrl+T shows it again</source>
        <translation>Masquer le bandeau&#xa0;; Ctrl+T le montre de nouveau</translation>
    </message>
    <message>
        <source>Hide the strip</source>
        <translation>Masquer le bandeau</translation>
    </message>
    <message numerus="yes">
        <source>urgent, the oldest waits {time}</source>
        <translation>
            <numerusform>urgent, le plus ancien attend depuis {time}</numerusform>
            <numerusform>urgents, le plus ancien attend depuis {time}</numerusform>
        </translation>
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
        <translation>Zoom {percent}&#xa0;%</translation>
    </message>
    <message>
        <source>Inverted: dense is dark</source>
        <translation>Inversé&#xa0;: dense est sombre</translation>
    </message>
    <message>
        <source>Gantry tilt {degrees}</source>
        <translation>Inclinaison du statif {degrees}</translation>
    </message>
    <message>
        <source>Location {mm} mm</source>
        <translation>Position {mm} mm</translation>
    </message>
    <message>
        <source>Gap of {mm} mm above this slice</source>
        <translation>Coupes manquantes sur {mm} mm au-dessus de cette coupe</translation>
    </message>
    <message>
        <source>Gap of {mm} mm below this slice</source>
        <translation>Coupes manquantes sur {mm} mm au-dessous de cette coupe</translation>
    </message>
    <message>
        <source>Radiological: R on the left</source>
        <translation>Radiologique&#xa0;: R à gauche</translation>
    </message>
    <message>
        <source>FLIPPED: {left} on the left, {top} on top</source>
        <translation>RETOURNÉ&#xa0;: {left} à gauche, {top} en haut</translation>
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
        <source>Computed by the department&apos;s detector</source>
        <translation>Calculé par le détecteur du service</translation>
    </message>
    <message>
        <source>Earlier answer</source>
        <translation>Résultat antérieur</translation>
    </message>
    <message>
        <source>View only at threshold {threshold}; the result is unchanged at {stored}</source>
        <translation>Vue seulement au seuil {threshold}&#xa0;; le résultat à {stored} est inchangé</translation>
    </message>
    <message>
        <source>Archive: not asked yet</source>
        <translation>Archive&#xa0;: pas encore interrogée</translation>
    </message>
    <message>
        <source>Queue: {work}</source>
        <translation>File&#xa0;: {work}</translation>
    </message>
    <message>
        <source>empty</source>
        <translation>vide</translation>
    </message>
    <message>
        <source>Device: starting</source>
        <translation>Processeur&#xa0;: démarrage</translation>
    </message>
    <message>
        <source>{archive}: connected</source>
        <translation>{archive}&#xa0;: connectée</translation>
    </message>
    <message>
        <source>{archive}: not reachable</source>
        <translation>{archive}&#xa0;: injoignable</translation>
    </message>
    <message numerus="yes">
        <source>%n not listed</source>
        <translation>
            <numerusform>%n absent de la liste</numerusform>
            <numerusform>%n absents de la liste</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n studies of the archive cannot be listed here: they have no valid Study Instance UID. Look for them in the PACS.</source>
        <translation>
            <numerusform>%n examen de l&apos;archive ne peut pas figurer ici : il n&apos;a pas de Study Instance UID valide. Cherchez-le dans le PACS.</numerusform>
            <numerusform>%n examens de l&apos;archive ne peuvent pas figurer ici : ils n&apos;ont pas de Study Instance UID valide. Cherchez-les dans le PACS.</numerusform>
        </translation>
    </message>
    <message>
        <source>slices</source>
        <translation>coupes</translation>
    </message>
    <message>
        <source>slice spacing in mm</source>
        <translation>espacement des coupes en mm</translation>
    </message>
    <message>
        <source>brain in HU</source>
        <translation>cerveau en UH</translation>
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
    <message>
        <source>{answered}, of them {promoted} to the top</source>
        <translation>{answered}, dont {promoted} en tête</translation>
    </message>
    <message>
        <source>Studies in the last hour</source>
        <translation>Examens de la dernière heure</translation>
    </message>
    <message>
        <source>Answered in 24 hours</source>
        <translation>Avec résultat en 24 heures</translation>
    </message>
    <message>
        <source>Last image to answer</source>
        <translation>De la dernière image au résultat</translation>
    </message>
    <message>
        <source>Last image to the top</source>
        <translation>De la dernière image à la tête de liste</translation>
    </message>
    <message>
        <source>Queue</source>
        <translation>File d’attente</translation>
    </message>
    <message>
        <source>No answer in 24 hours</source>
        <translation>Sans résultat en 24 heures</translation>
    </message>
    <message>
        <source>none</source>
        <translation>aucun</translation>
    </message>
    <message>
        <source>Device</source>
        <translation>Appareil</translation>
    </message>
    <message>
        <source>starting</source>
        <translation>démarrage</translation>
    </message>
    <message>
        <source>Graphics processors</source>
        <translation>Processeurs graphiques</translation>
    </message>
    <message>
        <source>none that tells of its load</source>
        <translation>aucun qui indique sa charge</translation>
    </message>
    <message>
        <source>Drift of the scores</source>
        <translation>Dérive des scores</translation>
    </message>
    <message>
        <source>Images: {what}</source>
        <translation>Images&#xa0;: {what}</translation>
    </message>
    <message>
        <source>median {median}</source>
        <translation>médiane {median}</translation>
    </message>
    <message>
        <source>load not told</source>
        <translation>charge inconnue</translation>
    </message>
    <message>
        <source>{share} busy</source>
        <translation>occupé à {share}</translation>
    </message>
    <message>
        <source>{used} of {total} GB in use</source>
        <translation>{used} sur {total} Go utilisés</translation>
    </message>
    <message>
        <source>none yet</source>
        <translation>aucun pour l’instant</translation>
    </message>
    <message>
        <source>median {median} s, 95 % within {most} s ({count})</source>
        <translation>médiane {median} s, 95 % en moins de {most} s ({count})</translation>
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
        <translation>Le traitement est en pause&#xa0;: rien de nouveau n’est récupéré ni analysé.</translation>
    </message>
    <message>
        <source>{queue} (paused)</source>
        <translation>{queue} (en pause)</translation>
    </message>
    <message numerus="yes">
        <source>%n wait for their time: for the rest of their images, or for the next attempt.</source>
        <translation>
            <numerusform>%n attend son heure&#xa0;: le reste de ses images, ou la prochaine tentative.</numerusform>
            <numerusform>%n attendent leur heure&#xa0;: le reste de leurs images, ou la prochaine tentative.</numerusform>
        </translation>
    </message>
    <message>
        <source>{device} ({provider}), after trouble</source>
        <translation>{device} ({provider}), après un incident</translation>
    </message>
    <message>
        <source>No earlier head CT of this patient was found.</source>
        <extracomment>Study Instance UID and :class:`ReaderResult` (None: nothing is changed any more) to keep. Study Instance UID and generation: answer with :class:`PriorLoaded`. Study Instance UID and generation: answer with :class:`OtherResultsFound`. What left the program as a file, in a few words without patient data; emitted from any thread. What became of the hemorrhage since the earlier study, as far as it is known.</extracomment>
        <translation>Aucun scanner cérébral antérieur de ce patient n’a été trouvé.</translation>
    </message>
    <message numerus="yes">
        <source>%n lesions written.</source>
        <translation>
            <numerusform>%n lésion écrite.</numerusform>
            <numerusform>%n lésions écrites.</numerusform>
        </translation>
    </message>
    <message>
        <source>&amp;Slices</source>
        <translation>&amp;Coupes</translation>
    </message>
    <message>
        <source>Re&amp;formats</source>
        <translation>Rec&amp;onstructions</translation>
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
        <source>&amp;Results of other products</source>
        <translation>&amp;Résultats d’autres produits</translation>
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
        <translation>Tableau des lésions copié&#xa0;; il ne nomme aucun patient.</translation>
    </message>
    <message>
        <source>Export the lesions</source>
        <translation>Exporter les lésions</translation>
    </message>
    <message>
        <source>Show boxes and lesions as of another threshold; the result stays as it is</source>
        <extracomment>The threshold for looking, or None for the stored one.</extracomment>
        <translation>Montrer cadres et lésions comme à un autre seuil&#xa0;; le résultat reste tel quel</translation>
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
        <source>End Firstread</source>
        <translation>Quitter Firstread</translation>
    </message>
    <message>
        <source>{verdict}: why?</source>
        <extracomment>Takes a verdict, or None to take the verdict back, and a reason code.</extracomment>
        <translation>{verdict}&#xa0;: pourquoi&#xa0;?</translation>
    </message>
    <message>
        <source>Take the verdict back</source>
        <translation>Retirer l’avis</translation>
    </message>
    <message>
        <source>Without a reason</source>
        <translation>Sans raison</translation>
    </message>
    <message>
        <source>Drag up and down: through the slices</source>
        <translation>Glisser de haut en bas&#xa0;: à travers les coupes</translation>
    </message>
    <message>
        <source>Drag sideways: width, up and down: level</source>
        <translation>Glisser de côté&#xa0;: largeur, de haut en bas&#xa0;: niveau</translation>
    </message>
    <message>
        <source>Zoom</source>
        <translation>Zoom</translation>
    </message>
    <message>
        <source>Drag up and down: zoom</source>
        <translation>Glisser de haut en bas&#xa0;: zoom</translation>
    </message>
    <message>
        <source>Pan</source>
        <translation>Déplacer</translation>
    </message>
    <message>
        <source>Drag: move the image</source>
        <translation>Glisser&#xa0;: déplacer l’image</translation>
    </message>
    <message>
        <source>Length</source>
        <translation>Longueur</translation>
    </message>
    <message>
        <source>Drag from end to end: mm</source>
        <translation>Glisser d’un bout à l’autre&#xa0;: mm</translation>
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
        <translation>Glisser d’un coin à l’autre&#xa0;: moyenne, écart type, étendue, aire</translation>
    </message>
    <message>
        <source>Midline shift</source>
        <translation>Déviation de la ligne médiane</translation>
    </message>
    <message>
        <source>Drag from the front to the back attachment of the falx, then click the septum: mm</source>
        <translation>Glisser de l’insertion antérieure à l’insertion postérieure de la faux, puis cliquer le septum&#xa0;: mm</translation>
    </message>
    <message>
        <source>Value</source>
        <translation>Valeur</translation>
    </message>
    <message>
        <source>Click: keep the HU of a pixel</source>
        <translation>Clic&#xa0;: garder les UH d’un pixel</translation>
    </message>
    <message>
        <source>Masks by type; hold Space for the bare image</source>
        <translation>Masques par type&#xa0;; maintenir Espace pour l’image seule</translation>
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
        <translation>Cadres</translation>
    </message>
    <message>
        <source>Accepted boxes with their scores (green)</source>
        <translation>Cadres acceptés avec leurs scores (vert)</translation>
    </message>
    <message>
        <source>Rejected</source>
        <translation>Rejetés</translation>
    </message>
    <message>
        <source>Boxes looked at and rejected (purple)</source>
        <translation>Cadres examinés et rejetés (violet)</translation>
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
        <translation>Échanger gauche et droite&#xa0;; les lettres suivent</translation>
    </message>
    <message>
        <source>Flip upside down</source>
        <translation>Retourner de haut en bas</translation>
    </message>
    <message>
        <source>Swap top and bottom; the letters follow</source>
        <translation>Échanger haut et bas&#xa0;; les lettres suivent</translation>
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
        <translation>Fenêtre {name}&#xa0;: largeur {width}, niveau {level} UH</translation>
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
        <extracomment>What a study is, whose, and where it stands: never hidden. The pointer rests on a row: Study Instance UID, and where on the screen. A study was asked for that the search leaves out. A click was not for the row that is under the pointer now: the rows moved after the pointer came to rest. The row above a current one that left, or that went to the end because it was read (``_done``). Whether the study of the current row was read before it became current. Where the pointer is, and the study that was there when the reader last did something. Whether the reader arranged the columns, and whether this table does it right now.</extracomment>
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
        <extracomment>Columns whose cells can be searched for by a click; in the others a value is too rarely repeated. One sentence on what was done. The study that the reader&apos;s hand is on, or None; the window knows more of that than the table. Study Instance UID of the study that the pop-up is about.</extracomment>
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
        <source>The list moved under the pointer, so nothing was opened. Click again.</source>
        <translation>La liste a bougé sous le pointeur, rien n’a donc été ouvert. Cliquez encore une fois.</translation>
    </message>
    <message>
        <source>There is no move of the last minutes to put back.</source>
        <translation>Aucun déplacement des dernières minutes ne peut être annulé.</translation>
    </message>
    <message>
        <source>{patient} goes where it belongs.</source>
        <translation>{patient}&#xa0;: l’examen va à sa place.</translation>
    </message>
    <message>
        <source>{patient} is put back where it was.</source>
        <translation>{patient}&#xa0;: l’examen est remis où il était.</translation>
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
        <translation>Liste de travail&#xa0;:  {parts}</translation>
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
        <translation>Selon la seule position dans le crâne&#xa0;; aucune anatomie n’est reconnue</translation>
    </message>
    <message>
        <source>mL (95 %)</source>
        <translation>mL (95&#xa0;%)</translation>
    </message>
    <message>
        <source>Volume of the mask in mL; the interval takes its surface to be right within half a voxel, no more</source>
        <translation>Volume du masque en mL&#xa0;; l’intervalle suppose sa surface juste à un demi-voxel près, rien de plus</translation>
    </message>
    <message>
        <source>The bedside estimate ABC/2 in mL (Kwak 1983); ≠ where it differs from the mask by over 30 %</source>
        <translation>L’estimation ABC/2 en mL (Kwak 1983)&#xa0;; ≠ où elle diffère du masque de plus de 30&#xa0;%</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>Taille</translation>
    </message>
    <message>
        <source>punctate &lt; 0.01, small 0.01-5, medium 5-25, large &gt; 25 mL</source>
        <translation>punctiforme &lt; 0.01, petite 0.01-5, moyenne 5-25, grande &gt; 25 mL</translation>
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
        <translation>Ce qu’un lecteur a dit de la lésion&#xa0;: acceptée ou rejetée</translation>
    </message>
    <message>
        <source>Below the threshold for looking, so not drawn; it still counts in the result.</source>
        <translation>Sous le seuil de visualisation, donc non dessinée&#xa0;; elle compte toujours dans le résultat.</translation>
    </message>
    <message>
        <source>ABC/2 and the mask differ by more than 30 %: the shape is no ellipsoid, or the mask is wrong.</source>
        <translation>ABC/2 et le masque diffèrent de plus de 30&#xa0;%&#xa0;: la forme n’est pas un ellipsoïde, ou le masque est faux.</translation>
    </message>
    <message>
        <source>The vertex or a closed skull is not on these slices.</source>
        <translation>Le vertex ou un crâne fermé n’est pas sur ces coupes.</translation>
    </message>
    <message>
        <source>Hemorrhage, {type}; click to go to its best slice</source>
        <translation>Hémorragie, {type}&#xa0;; cliquer pour aller à sa meilleure coupe</translation>
    </message>
    <message>
        <source>Hemorrhage, {type}</source>
        <translation>Hémorragie, {type}</translation>
    </message>
    <message>
        <source>What the threshold for looking leaves; the result is the line above</source>
        <translation>Ce que laisse le seuil de visualisation&#xa0;; le résultat est la ligne au-dessus</translation>
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
        <translation>Il n’y a pas de résultat pour cet examen : cela ne dit rien d’une hémorragie.</translation>
    </message>
    <message>
        <source>Earlier answer: it no longer holds</source>
        <translation>Résultat antérieur&#xa0;: plus valable</translation>
    </message>
    <message>
        <source>No lesion found</source>
        <translation>Aucune lésion trouvée</translation>
    </message>
    <message>
        <source>The model found none above its threshold; it can be wrong.</source>
        <translation>Le modèle n’en a trouvé aucune au-dessus de son seuil&#xa0;; il peut se tromper.</translation>
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
        <translation>{probability} (intervalle à 95&#xa0;% {low}–{high}&#xa0;%)</translation>
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
        <translation>frontale</translation>
    </message>
    <message>
        <source>parietal</source>
        <translation>pariétale</translation>
    </message>
    <message>
        <source>temporal</source>
        <translation>temporale</translation>
    </message>
    <message>
        <source>occipital</source>
        <translation>occipitale</translation>
    </message>
    <message>
        <source>deep</source>
        <translation>profonde</translation>
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
        <extracomment>The words of a side.</extracomment>
        <translation>{one} et {other}</translation>
    </message>
    <message>
        <source>{place} convexity</source>
        <translation>convexité {place}</translation>
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
        <translation>Examen antérieur {when}, recalé rigidement&#xa0;: {turn}, {shift} mm, concordance {agreement}.</translation>
    </message>
    <message>
        <source>Model {name}</source>
        <translation>Modèle {name}</translation>
    </message>
    <message>
        <source>This result cannot be edited: {reason}.</source>
        <translation>Ce résultat ne peut pas être modifié&#xa0;: {reason}.</translation>
    </message>
    <message>
        <source>This study</source>
        <translation>Cet examen</translation>
    </message>
    <message>
        <source>&amp;Tools</source>
        <extracomment>Kept until the program ends: destroying a view of pyqtgraph can crash, and work in the background may still speak to it.</extracomment>
        <translation>&amp;Outils</translation>
    </message>
    <message>
        <source>&amp;Settings ...</source>
        <translation>&amp;Paramètres ...</translation>
    </message>
    <message>
        <source>&amp;Metrics</source>
        <translation>I&amp;ndicateurs</translation>
    </message>
    <message>
        <source>&amp;Check the set-up</source>
        <translation>&amp;Vérifier l’installation</translation>
    </message>
    <message>
        <source>Settings saved. The next time Firstread starts, these take effect: {names}.</source>
        <extracomment>What the pipeline may take to end what it has in hand. How often, after the start, studies whose days are over are forgotten, and how often the clock is asked whether they are to be: a timer stands still while the computer sleeps.</extracomment>
        <translation>Paramètres enregistrés. Au prochain démarrage de Firstread prendront effet&#xa0;: {names}.</translation>
    </message>
    <message>
        <source>Settings saved. They are in effect.</source>
        <translation>Paramètres enregistrés. Ils sont en vigueur.</translation>
    </message>
    <message>
        <source>Opening the worklist ...</source>
        <translation>Ouverture de la liste de travail ...</translation>
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
    <message>
        <source>new</source>
        <translation>nouvelle</translation>
    </message>
    <message>
        <source>larger</source>
        <translation>plus grande</translation>
    </message>
    <message>
        <source>stable</source>
        <translation>stable</translation>
    </message>
    <message>
        <source>smaller</source>
        <translation>plus petite</translation>
    </message>
    <message>
        <source>resolved</source>
        <translation>disparue</translation>
    </message>
    <message>
        <source>not comparable</source>
        <translation>non comparable</translation>
    </message>
    <message>
        <source>stable, unsure</source>
        <extracomment>Stable, although the volumes differ by more than the threshold: the difference is within their uncertainty.</extracomment>
        <translation>stable, incertain</translation>
    </message>
    <message>
        <source>this study has no answer</source>
        <translation>cet examen n’a pas de résultat</translation>
    </message>
    <message>
        <source>the earlier study was not analysed here</source>
        <translation>l’examen antérieur n’a pas été analysé ici</translation>
    </message>
    <message>
        <source>the earlier study could not be analysed</source>
        <translation>l’examen antérieur n’a pas pu être analysé</translation>
    </message>
    <message>
        <source>the analysis of the earlier study failed</source>
        <translation>l’analyse de l’examen antérieur a échoué</translation>
    </message>
    <message>
        <source>the date of one of the two studies is not known</source>
        <translation>la date de l’un des deux examens est inconnue</translation>
    </message>
    <message>
        <source>the two were analysed by different models</source>
        <translation>les deux ont été analysés par des modèles différents</translation>
    </message>
    <message>
        <source>their slices are of very different thickness</source>
        <translation>leurs coupes sont d’épaisseur très différente</translation>
    </message>
    <message>
        <source>one of the two does not show the whole brain</source>
        <translation>l’un des deux ne montre pas tout le cerveau</translation>
    </message>
    <message>
        <source>one of the two was taken after surgery, or shows an open skull</source>
        <translation>l’un des deux a été fait après une chirurgie, ou montre un crâne ouvert</translation>
    </message>
    <message>
        <source>{difference} ({low} to {high})</source>
        <translation>{difference} ({low} à {high})</translation>
    </message>
    <message>
        <source>total</source>
        <translation>total</translation>
    </message>
    <message>
        <source>{type} {word}, {difference} mL</source>
        <translation>{type} {word}, {difference} mL</translation>
    </message>
    <message>
        <source>Against the earlier study of {when}</source>
        <translation>Par rapport à l’examen antérieur ({when})</translation>
    </message>
    <message>
        <source>Against the earlier study</source>
        <translation>Par rapport à l’examen antérieur</translation>
    </message>
    <message>
        <source>{head}: not comparable, because {why}.</source>
        <translation>{head}&#xa0;: non comparable, car {why}.</translation>
    </message>
    <message>
        <source>{head}: no hemorrhage found in either.</source>
        <translation>{head}&#xa0;: aucune hémorragie trouvée dans l’un ni dans l’autre.</translation>
    </message>
    <message>
        <source>stable within the uncertainty of the volumes, although they differ by more than the threshold</source>
        <translation>stable dans la limite de l’incertitude des volumes, bien qu’ils diffèrent de plus que le seuil</translation>
    </message>
    <message>
        <source>Midline shift 0.0 mm</source>
        <translation>Déviation de la ligne médiane 0.0 mm</translation>
    </message>
    <message>
        <source>Midline shift {mm} mm to the left</source>
        <translation>Déviation de la ligne médiane {mm} mm vers la gauche</translation>
    </message>
    <message>
        <source>Midline shift {mm} mm to the right</source>
        <translation>Déviation de la ligne médiane {mm} mm vers la droite</translation>
    </message>
    <message>
        <source>{least} to {most} HU</source>
        <extracomment>Attachments of the falx that lie nearer than this, in mm, give no line to measure from.</extracomment>
        <translation>{least} à {most} HU</translation>
    </message>
    <message>
        <source>CSV, for a spreadsheet</source>
        <translation>CSV, pour un tableur</translation>
    </message>
    <message>
        <source>Parquet, for statistics</source>
        <translation>Parquet, pour les statistiques</translation>
    </message>
    <message>
        <source>FHIR R4, for a FHIR server</source>
        <translation>FHIR R4, pour un serveur FHIR</translation>
    </message>
    <message>
        <source>HL7 v2, for an interface engine</source>
        <translation>HL7 v2, pour un moteur d’interface</translation>
    </message>
    <message>
        <source>Left out</source>
        <translation>Omis</translation>
    </message>
    <message>
        <source>Replaced (de-identified)</source>
        <translation>Remplacés (désidentifiés)</translation>
    </message>
    <message>
        <source>Named</source>
        <translation>Nommés</translation>
    </message>
    <message>
        <source>No name, Patient ID, age or sex. Study UID, accession number, description and times stay, so that who has the archive can find each study.</source>
        <translation>Sans nom, ID du patient, âge ni sexe. Study UID, numéro de demande, description et heures restent, si bien que qui dispose de l’archive peut retrouver chaque examen.</translation>
    </message>
    <message>
        <source>Names and identifiers are invented and dates are moved, the same patient staying the same one; descriptions and notes are left out. Nothing is kept by which one could find back.</source>
        <translation>Les noms et identifiants sont inventés et les dates décalées, un même patient restant le même&#xa0;; descriptions et notes sont omises. Rien n’est gardé qui permettrait de remonter au patient.</translation>
    </message>
    <message>
        <source>Names, Patient IDs and dates as they are. Take care where this file goes.</source>
        <translation>Noms, ID des patients et dates tels quels. Veillez à l’endroit où va ce fichier.</translation>
    </message>
    <message>
        <source>Export results</source>
        <extracomment>Format, Patients and Path.</extracomment>
        <translation>Exporter les résultats</translation>
    </message>
    <message>
        <source>Form</source>
        <translation>Format</translation>
    </message>
    <message>
        <source>Patients</source>
        <translation>Patients</translation>
    </message>
    <message numerus="yes">
        <source>%n studies of this worklist.</source>
        <translation>
            <numerusform>%n examen de cette liste de travail.</numerusform>
            <numerusform>%n examens de cette liste de travail.</numerusform>
        </translation>
    </message>
    <message>
        <source>&amp;Form</source>
        <translation>&amp;Format</translation>
    </message>
    <message>
        <source>Other results</source>
        <extracomment>The result of a row, and the segment or region of one that can be drawn. The outlines to draw: a tuple of :class:`Drawn`.</extracomment>
        <translation>Autres résultats</translation>
    </message>
    <message>
        <source>Close the list; nothing of it stays drawn</source>
        <translation>Fermer la liste&#xa0;; rien n’en reste dessiné</translation>
    </message>
    <message>
        <source>Product</source>
        <translation>Produit</translation>
    </message>
    <message>
        <source>Version</source>
        <translation>Version</translation>
    </message>
    <message>
        <source>Made</source>
        <translation>Créé</translation>
    </message>
    <message>
        <source>Results of other products</source>
        <translation>Résultats d’autres produits</translation>
    </message>
    <message>
        <source>Looking for results of other products</source>
        <translation>Recherche de résultats d’autres produits</translation>
    </message>
    <message>
        <source>Results of other products could not be looked for</source>
        <translation>Impossible de rechercher les résultats d’autres produits</translation>
    </message>
    <message>
        <source>Neither the archive nor this computer holds a SEG, SR or RTSTRUCT of this study.</source>
        <translation>Ni l’archive ni cet ordinateur n’a de SEG, SR ou RTSTRUCT de cet examen.</translation>
    </message>
    <message>
        <source>No results of other products</source>
        <translation>Pas de résultats d’autres produits</translation>
    </message>
    <message>
        <source>Made by Firstread, here or on another computer.</source>
        <translation>Créé par Firstread, ici ou sur un autre ordinateur.</translation>
    </message>
    <message>
        <source>A newer report replaces this one.</source>
        <translation>Un rapport plus récent remplace celui-ci.</translation>
    </message>
    <message>
        <source>The whole report</source>
        <translation>Le rapport entier</translation>
    </message>
    <message>
        <source>Space: draw this over the slices, in a colour of its own and with the product&apos;s name</source>
        <translation>Espace&#xa0;: dessiner ceci sur les coupes, dans une couleur propre et avec le nom du produit</translation>
    </message>
    <message>
        <source>Reading the masks</source>
        <translation>Lecture des masques</translation>
    </message>
    <message>
        <source>empty on these slices</source>
        <translation>vide sur ces coupes</translation>
    </message>
    <message>
        <source>words, with commas between them</source>
        <extracomment>Limits of QSpinBox, whose numbers have 32 bits.</extracomment>
        <translation>mots séparés par des virgules</translation>
    </message>
    <message>
        <source>Most changes take effect at once; of the others Firstread says that they wait for its next start.</source>
        <translation>La plupart des changements prennent effet aussitôt&#xa0;; pour les autres, Firstread dit qu’ils attendent son prochain démarrage.</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>Paramètres</translation>
    </message>
    <message>
        <source>&amp;Defaults of this page</source>
        <translation>Valeurs par &amp;défaut de cette page</translation>
    </message>
    <message>
        <source>The further archives are set by your administrator.</source>
        <translation>Les autres archives sont fixées par votre administrateur.</translation>
    </message>
    <message>
        <source>Studies can come from further archives, too. Each has a page of its own, listed below.</source>
        <translation>Des examens peuvent aussi venir d’autres archives. Chacune a sa propre page, plus bas dans la liste.</translation>
    </message>
    <message>
        <source>A further archive. Our own AE title and the timeouts are those of the first unless changed.</source>
        <translation>Une autre archive. Notre propre AE title et les délais sont ceux de la première, sauf modification.</translation>
    </message>
    <message>
        <source>&amp;Add an archive</source>
        <translation>&amp;Ajouter une archive</translation>
    </message>
    <message>
        <source>&amp;Remove this archive</source>
        <translation>&amp;Retirer cette archive</translation>
    </message>
    <message>
        <source>{key} in settings.toml</source>
        <translation>{key} dans settings.toml</translation>
    </message>
    <message>
        <source>{where}: this cannot be saved yet.</source>
        <translation>{where}&#xa0;: ceci ne peut pas encore être enregistré.</translation>
    </message>
    <message>
        <source>Receive</source>
        <translation>Réception</translation>
    </message>
    <message>
        <source>Looking ...</source>
        <extracomment>Looks at something with these settings, step by step; raises ArchiveCancelled once told to stop.</extracomment>
        <translation>Vérification ...</translation>
    </message>
    <message>
        <source>Host name or address</source>
        <translation>Nom d’hôte ou adresse</translation>
    </message>
    <message>
        <source>AE title of the archive</source>
        <translation>AE title de l’archive</translation>
    </message>
    <message>
        <source>AE title of Firstread</source>
        <translation>AE title de Firstread</translation>
    </message>
    <message>
        <source>Your archive (PACS)</source>
        <translation>Votre archive (PACS)</translation>
    </message>
    <message>
        <source>Its administrator knows host, port and AE title, and has to enter Firstread there as a DICOM node, with this computer&apos;s address. Firstread reads from the archive and changes nothing in it.</source>
        <translation>Son administrateur connaît l’hôte, le port et l’AE title, et doit y inscrire Firstread comme nœud DICOM, avec l’adresse de cet ordinateur. Firstread lit dans l’archive et n’y change rien.</translation>
    </message>
    <message>
        <source>&amp;Test the connection</source>
        <translation>&amp;Tester la connexion</translation>
    </message>
    <message>
        <source>The archive answers. {what}</source>
        <translation>L’archive répond. {what}</translation>
    </message>
    <message>
        <source>{where}, not tested yet.</source>
        <translation>{where}, pas encore testé.</translation>
    </message>
    <message>
        <source>Processor</source>
        <translation>Processeur</translation>
    </message>
    <message>
        <source>What the network runs on</source>
        <translation>Sur quoi le réseau calcule</translation>
    </message>
    <message>
        <source>Firstread opens its network, lets it compute a known example, and says on what that truly ran. A graphics processor (NVIDIA) is faster; without one an exam takes some seconds.</source>
        <translation>Firstread ouvre son réseau, lui fait calculer un exemple connu et dit sur quoi il a réellement tourné. Un processeur graphique (NVIDIA) est plus rapide&#xa0;; sans lui, un examen prend quelques secondes.</translation>
    </message>
    <message>
        <source>Use</source>
        <translation>Utiliser</translation>
    </message>
    <message>
        <source>&amp;Look again</source>
        <translation>&amp;Vérifier à nouveau</translation>
    </message>
    <message>
        <source>It works.</source>
        <translation>Cela fonctionne.</translation>
    </message>
    <message>
        <source>It does not work.</source>
        <translation>Cela ne fonctionne pas.</translation>
    </message>
    <message>
        <source>Not looked at yet; the worklist says what it runs on.</source>
        <translation>Pas encore vérifié&#xa0;; la liste de travail dit sur quoi le calcul tourne.</translation>
    </message>
    <message>
        <source>Ways in</source>
        <translation>Entrées</translation>
    </message>
    <message>
        <source>How else studies may come</source>
        <translation>Comment les examens peuvent encore arriver</translation>
    </message>
    <message>
        <source>Firstread asks the archive by itself. Where scanners or routers can send to it as well, or put files into a folder, studies are there sooner. Both are optional.</source>
        <translation>Firstread interroge l’archive de lui-même. Là où les scanners ou les routeurs peuvent aussi lui envoyer des images, ou déposer des fichiers dans un dossier, les examens arrivent plus tôt. Les deux sont facultatifs.</translation>
    </message>
    <message>
        <source>&amp;Take studies that scanners, routers and archives send here</source>
        <translation>&amp;Accepter les examens que scanners, routeurs et archives envoient ici</translation>
    </message>
    <message>
        <source>On port</source>
        <translation>Sur le port</translation>
    </message>
    <message>
        <source>Under the AE title</source>
        <translation>Sous l’AE title</translation>
    </message>
    <message>
        <source>&amp;Watch a folder; nothing in it is changed</source>
        <translation>&amp;Surveiller un dossier&#xa0;; rien n’y est modifié</translation>
    </message>
    <message>
        <source>Folder</source>
        <translation>Dossier</translation>
    </message>
    <message>
        <source>&amp;Choose ...</source>
        <translation>&amp;Choisir ...</translation>
    </message>
    <message>
        <source>Folder to watch</source>
        <translation>Dossier à surveiller</translation>
    </message>
    <message>
        <source>Choose a folder, or take the tick away.</source>
        <translation>Choisissez un dossier, ou décochez la case.</translation>
    </message>
    <message>
        <source>asked for from the archive</source>
        <translation>demandés à l’archive</translation>
    </message>
    <message>
        <source>sent to port {port}</source>
        <translation>envoyés au port {port}</translation>
    </message>
    <message>
        <source>put into a watched folder</source>
        <translation>déposés dans un dossier surveillé</translation>
    </message>
    <message>
        <source>Studies are {ways}.</source>
        <translation>Les examens sont {ways}.</translation>
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
        <translation>Résultats</translation>
    </message>
    <message>
        <source>Privacy</source>
        <translation>Confidentialité</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Nom</translation>
    </message>
    <message>
        <source>Name of the archive, as shown in the status bar.</source>
        <translation>Nom de l’archive, tel qu’affiché dans la barre d’état.</translation>
    </message>
    <message>
        <source>Host</source>
        <translation>Hôte</translation>
    </message>
    <message>
        <source>Host name or address of the archive (PACS).</source>
        <translation>Nom d’hôte ou adresse de l’archive (PACS).</translation>
    </message>
    <message>
        <source>Port</source>
        <translation>Port</translation>
    </message>
    <message>
        <source>TCP port of the archive&apos;s DICOM service.</source>
        <translation>Port TCP du service DICOM de l’archive.</translation>
    </message>
    <message>
        <source>AE title</source>
        <translation>AE title</translation>
    </message>
    <message>
        <source>AE title of the archive.</source>
        <translation>AE title de l’archive.</translation>
    </message>
    <message>
        <source>ASCII characters without backslash</source>
        <translation>caractères ASCII sans barre oblique inverse</translation>
    </message>
    <message>
        <source>Calling AE title</source>
        <translation>AE title appelant</translation>
    </message>
    <message>
        <source>Our own AE title, as the archive&apos;s administrator entered it.</source>
        <translation>Notre propre AE title, tel que l’administrateur de l’archive l’a saisi.</translation>
    </message>
    <message>
        <source>Connection timeout</source>
        <translation>Délai de connexion</translation>
    </message>
    <message>
        <source>Seconds to wait for the TCP connection before the archive counts as unreachable.</source>
        <translation>Secondes d’attente de la connexion TCP avant que l’archive soit dite injoignable.</translation>
    </message>
    <message>
        <source>ACSE timeout</source>
        <translation>Délai ACSE</translation>
    </message>
    <message>
        <source>Seconds to wait for the archive to accept or release an association.</source>
        <translation>Secondes d’attente pour que l’archive accepte ou libère une association.</translation>
    </message>
    <message>
        <source>DIMSE timeout</source>
        <translation>Délai DIMSE</translation>
    </message>
    <message>
        <source>Seconds to wait for the next answer or image; some archives think for minutes.</source>
        <translation>Secondes d’attente de la réponse ou de l’image suivante&#xa0;; certaines archives mettent des minutes.</translation>
    </message>
    <message>
        <source>Network timeout</source>
        <translation>Délai du réseau</translation>
    </message>
    <message>
        <source>Seconds without any data after which a connection counts as dead.</source>
        <translation>Secondes sans donnée après lesquelles une connexion est tenue pour morte.</translation>
    </message>
    <message>
        <source>Method</source>
        <translation>Méthode</translation>
    </message>
    <message>
        <source>How images are fetched; auto takes what works: C-GET, then C-MOVE, then DICOMweb.</source>
        <translation>Comment les images sont récupérées&#xa0;; auto prend ce qui marche&#xa0;: C-GET, puis C-MOVE, puis DICOMweb.</translation>
    </message>
    <message>
        <source>Of several archives that hold a study, the one with the lowest number is asked for it.</source>
        <translation>De plusieurs archives qui ont un examen, celle au plus petit numéro est interrogée.</translation>
    </message>
    <message>
        <source>Associations</source>
        <translation>Associations</translation>
    </message>
    <message>
        <source>Most connections to the archive at the same time.</source>
        <translation>Nombre maximal de connexions simultanées à l’archive.</translation>
    </message>
    <message>
        <source>Stations</source>
        <translation>Stations</translation>
    </message>
    <message>
        <source>Only studies of these stations; * stands for any letters. Empty for all.</source>
        <translation>Seulement les examens de ces stations&#xa0;; * remplace des lettres quelconques. Vide pour toutes.</translation>
    </message>
    <message>
        <source>Departments</source>
        <translation>Services</translation>
    </message>
    <message>
        <source>Only studies of these departments or institutions; * stands for any letters. Empty for all.</source>
        <translation>Seulement les examens de ces services ou établissements&#xa0;; * remplace des lettres quelconques. Vide pour tous.</translation>
    </message>
    <message>
        <source>Descriptions</source>
        <translation>Descriptions</translation>
    </message>
    <message>
        <source>Only studies with such a description, such as *head*; * stands for any letters. Empty for all.</source>
        <translation>Seulement les examens avec une telle description, comme *head*&#xa0;; * remplace des lettres quelconques. Vide pour tous.</translation>
    </message>
    <message>
        <source>Body parts</source>
        <translation>Régions du corps</translation>
    </message>
    <message>
        <source>Only studies with a series of such a body part, such as HEAD; a study that names none is taken.</source>
        <translation>Seulement les examens avec une série d’une telle région du corps, comme HEAD&#xa0;; un examen qui n’en nomme aucune est pris.</translation>
    </message>
    <message>
        <source>TLS</source>
        <translation>TLS</translation>
    </message>
    <message>
        <source>Encrypt the DICOM connection (TLS 1.2 or later).</source>
        <translation>Chiffrer la connexion DICOM (TLS 1.2 ou plus récent).</translation>
    </message>
    <message>
        <source>TLS hostname</source>
        <translation>Nom d’hôte TLS</translation>
    </message>
    <message>
        <source>Name in the archive&apos;s certificate, where it is not the host&apos;s; empty for the host.</source>
        <translation>Nom dans le certificat de l’archive, si ce n’est pas celui de l’hôte&#xa0;; vide pour l’hôte.</translation>
    </message>
    <message>
        <source>TLS CA file</source>
        <translation>Fichier CA TLS</translation>
    </message>
    <message>
        <source>Certificates (PEM) of who signs the archive&apos;s; empty for those the system trusts.</source>
        <translation>Certificats (PEM) de qui signe celui de l’archive&#xa0;; vide pour ceux auxquels le système se fie.</translation>
    </message>
    <message>
        <source>TLS certificate file</source>
        <translation>Fichier de certificat TLS</translation>
    </message>
    <message>
        <source>Our own certificate (PEM), which the archive may ask for; empty for none.</source>
        <translation>Notre propre certificat (PEM), que l’archive peut demander&#xa0;; vide pour aucun.</translation>
    </message>
    <message>
        <source>TLS key file</source>
        <translation>Fichier de clé TLS</translation>
    </message>
    <message>
        <source>Key of our own certificate (PEM); empty where it is in the same file.</source>
        <translation>Clé de notre propre certificat (PEM)&#xa0;; vide si elle est dans le même fichier.</translation>
    </message>
    <message>
        <source>Identity</source>
        <translation>Identité</translation>
    </message>
    <message>
        <source>What we say of who asks; the password or token is in the system&apos;s key store.</source>
        <translation>Ce que nous disons de qui demande&#xa0;; le mot de passe ou jeton est dans le trousseau du système.</translation>
    </message>
    <message>
        <source>User</source>
        <translation>Utilisateur</translation>
    </message>
    <message>
        <source>User name, where the archive or DICOMweb wants one.</source>
        <translation>Nom d’utilisateur, si l’archive ou DICOMweb en veut un.</translation>
    </message>
    <message>
        <source>DICOMweb URL</source>
        <translation>URL DICOMweb</translation>
    </message>
    <message>
        <source>Address of DICOMweb, such as https://pacs/dicom-web; empty for none.</source>
        <translation>Adresse de DICOMweb, comme https://pacs/dicom-web&#xa0;; vide pour aucune.</translation>
    </message>
    <message>
        <source>characters, beginning with https:// or http://</source>
        <translation>caractères, commençant par https:// ou http://</translation>
    </message>
    <message>
        <source>DICOMweb auth</source>
        <translation>Authentification DICOMweb</translation>
    </message>
    <message>
        <source>How we sign in to DICOMweb; the password or token is in the system&apos;s key store.</source>
        <translation>Comment nous nous connectons à DICOMweb&#xa0;; le mot de passe ou jeton est dans le trousseau du système.</translation>
    </message>
    <message>
        <source>Send method</source>
        <translation>Méthode d’envoi</translation>
    </message>
    <message>
        <source>How results are sent to it; auto takes C-STORE, or STOW-RS where method is dicomweb.</source>
        <translation>Comment les résultats lui sont envoyés&#xa0;; auto prend C-STORE, ou STOW-RS si la méthode est dicomweb.</translation>
    </message>
    <message>
        <source>Interval</source>
        <translation>Intervalle</translation>
    </message>
    <message>
        <source>Seconds between two questions for new studies.</source>
        <translation>Secondes entre deux recherches de nouveaux examens.</translation>
    </message>
    <message>
        <source>Lookback</source>
        <translation>Profondeur de recherche</translation>
    </message>
    <message>
        <source>How far back studies are asked for, in hours; rounded to whole days.</source>
        <translation>Jusqu’où remonte la recherche d’examens, en heures&#xa0;; arrondi à des jours entiers.</translation>
    </message>
    <message>
        <source>Modality</source>
        <translation>Modalité</translation>
    </message>
    <message>
        <source>Modality of the studies to look at.</source>
        <translation>Modalité des examens à considérer.</translation>
    </message>
    <message>
        <source>Threads</source>
        <translation>En parallèle</translation>
    </message>
    <message>
        <source>How many studies are fetched at the same time.</source>
        <translation>Nombre d’examens récupérés en même temps.</translation>
    </message>
    <message>
        <source>Settle</source>
        <translation>Délai de stabilité</translation>
    </message>
    <message>
        <source>Seconds without a change in its number of images before a new study counts as whole.</source>
        <translation>Secondes sans changement du nombre d’images avant qu’un nouvel examen compte comme complet.</translation>
    </message>
    <message>
        <source>Retries</source>
        <translation>Nouvelles tentatives</translation>
    </message>
    <message>
        <source>How often a study is fetched again when images are missing or the archive fails.</source>
        <translation>Combien de fois un examen est récupéré à nouveau quand des images manquent ou que l’archive échoue.</translation>
    </message>
    <message>
        <source>Backoff</source>
        <translation>Attente avant reprise</translation>
    </message>
    <message>
        <source>Seconds before the first of these attempts; doubled each time, at most ten minutes.</source>
        <translation>Secondes avant la première de ces tentatives&#xa0;; doublées à chaque fois, dix minutes au plus.</translation>
    </message>
    <message>
        <source>Ahead</source>
        <translation>Avance</translation>
    </message>
    <message>
        <source>While so many studies wait to be analysed, only opened ones and emergencies are fetched.</source>
        <translation>Tant que ce nombre d’examens attend d’être analysé, seuls les examens ouverts et les urgences sont récupérés.</translation>
    </message>
    <message>
        <source>Least disk</source>
        <translation>Disque libre minimal</translation>
    </message>
    <message>
        <source>Nothing new is fetched while the disk of the image cache has less free space, in GB.</source>
        <translation>Rien de nouveau n’est récupéré tant que le disque du cache d’images a moins d’espace libre, en Go.</translation>
    </message>
    <message>
        <source>Least memory</source>
        <translation>Mémoire libre minimale</translation>
    </message>
    <message>
        <source>Nothing new is fetched while the computer has less free memory, in GB.</source>
        <translation>Rien de nouveau n’est récupéré tant que l’ordinateur a moins de mémoire libre, en Go.</translation>
    </message>
    <message>
        <source>Enabled</source>
        <translation>Activé</translation>
    </message>
    <message>
        <source>Take studies that scanners, routers and archives send here, without asking for them.</source>
        <translation>Accepter les examens que scanners, routeurs et archives envoient ici, sans les demander.</translation>
    </message>
    <message>
        <source>TCP port on which images are taken.</source>
        <translation>Port TCP sur lequel les images sont reçues.</translation>
    </message>
    <message>
        <source>AE title under which images are taken.</source>
        <translation>AE title sous lequel les images sont reçues.</translation>
    </message>
    <message>
        <source>Calling AE titles</source>
        <translation>AE titles appelants</translation>
    </message>
    <message>
        <source>AE titles that may send images; empty for any.</source>
        <translation>AE titles qui peuvent envoyer des images&#xa0;; vide pour tous.</translation>
    </message>
    <message>
        <source>Addresses</source>
        <translation>Adresses</translation>
    </message>
    <message>
        <source>Addresses or networks such as 10.1.0.0/16 that may send images; empty for any.</source>
        <translation>Adresses ou réseaux comme 10.1.0.0/16 qui peuvent envoyer des images&#xa0;; vide pour tous.</translation>
    </message>
    <message>
        <source>Take only encrypted connections (TLS 1.2 or later).</source>
        <translation>N’accepter que des connexions chiffrées (TLS 1.2 ou plus récent).</translation>
    </message>
    <message>
        <source>Certificate (PEM) that we show to who sends; receive.tls needs it.</source>
        <translation>Certificat (PEM) que nous montrons à qui envoie&#xa0;; receive.tls en a besoin.</translation>
    </message>
    <message>
        <source>Key of that certificate (PEM); empty where it is in the same file.</source>
        <translation>Clé de ce certificat (PEM)&#xa0;; vide si elle est dans le même fichier.</translation>
    </message>
    <message>
        <source>Certificates (PEM) of who signs the senders&apos;, which then have to show one; empty for none.</source>
        <translation>Certificats (PEM) de qui signe ceux des expéditeurs, qui doivent alors en montrer un&#xa0;; vide pour aucun.</translation>
    </message>
    <message>
        <source>Seconds without another image before a sent study is analysed; more for slow senders.</source>
        <translation>Secondes sans nouvelle image avant qu’un examen envoyé soit analysé&#xa0;; davantage pour des expéditeurs lents.</translation>
    </message>
    <message>
        <source>Path</source>
        <translation>Chemin</translation>
    </message>
    <message>
        <source>Folder whose DICOM files are taken up as studies; empty for none. Nothing in it is changed.</source>
        <translation>Dossier dont les fichiers DICOM sont repris comme examens&#xa0;; vide pour aucun. Rien n’y est modifié.</translation>
    </message>
    <message>
        <source>Seconds between two looks through that folder.</source>
        <translation>Secondes entre deux parcours de ce dossier.</translation>
    </message>
    <message>
        <source>Seconds that a file has to stay unchanged before it is taken.</source>
        <translation>Secondes pendant lesquelles un fichier doit rester inchangé avant d’être pris.</translation>
    </message>
    <message>
        <source>Provider</source>
        <translation>Moteur d’exécution</translation>
    </message>
    <message>
        <source>Where the network runs; auto takes the fastest that really works.</source>
        <translation>Où le réseau s’exécute&#xa0;; auto prend le plus rapide qui marche vraiment.</translation>
    </message>
    <message>
        <source>Model folder</source>
        <translation>Dossier du modèle</translation>
    </message>
    <message>
        <source>Folder of the trained model; empty for the model that ships with Firstread.</source>
        <translation>Dossier du modèle entraîné&#xa0;; vide pour le modèle fourni avec Firstread.</translation>
    </message>
    <message>
        <source>Who judges studies: Firstread&apos;s own network, or BLAST-CT, which you import yourself.</source>
        <translation>Qui juge les examens&#xa0;: le réseau propre à Firstread, ou BLAST-CT, que vous importez vous-même.</translation>
    </message>
    <message>
        <source>Second reader</source>
        <translation>Second lecteur</translation>
    </message>
    <message>
        <source>Let the other one of the two judge each study as well, while none waits; it changes no result and no order.</source>
        <translation>Faire juger chaque examen aussi par l’autre des deux, quand aucun n’attend&#xa0;; cela ne change ni résultat ni ordre.</translation>
    </message>
    <message>
        <source>Timeout</source>
        <translation>Délai maximal</translation>
    </message>
    <message>
        <source>Seconds after which the analysis of one study is given up.</source>
        <translation>Secondes après lesquelles l’analyse d’un examen est abandonnée.</translation>
    </message>
    <message>
        <source>Fetch and analyse the last earlier head CT of a patient as well, to tell what has changed.</source>
        <translation>Récupérer et analyser aussi le dernier scanner cérébral antérieur d’un patient, pour dire ce qui a changé.</translation>
    </message>
    <message>
        <source>URL</source>
        <translation>URL</translation>
    </message>
    <message>
        <source>Address of the department&apos;s detector, such as https://cluster:8900; empty for none.</source>
        <translation>Adresse du détecteur du service, comme https://cluster:8900&#xa0;; vide pour aucun.</translation>
    </message>
    <message>
        <source>characters, beginning with https://</source>
        <translation>caractères, commençant par https://</translation>
    </message>
    <message>
        <source>Token file</source>
        <translation>Fichier du jeton</translation>
    </message>
    <message>
        <source>File with the secret that the department&apos;s detector asks for; empty for none.</source>
        <translation>Fichier du secret que demande le détecteur du service&#xa0;; vide pour aucun.</translation>
    </message>
    <message>
        <source>CA file</source>
        <translation>Fichier CA</translation>
    </message>
    <message>
        <source>Certificates (PEM) of who signs the detector&apos;s; empty for those the system trusts.</source>
        <translation>Certificats (PEM) de qui signe celui du détecteur&#xa0;; vide pour ceux auxquels le système se fie.</translation>
    </message>
    <message>
        <source>Recent</source>
        <translation>Récents</translation>
    </message>
    <message>
        <source>Studies not older than this are fetched and analysed before the backlog.</source>
        <translation>Les examens qui ne sont pas plus anciens sont récupérés et analysés avant l’arriéré.</translation>
    </message>
    <message>
        <source>Emergency words</source>
        <translation>Mots d’urgence</translation>
    </message>
    <message>
        <source>A study whose description or station has one of these words is fetched and analysed before routine ones.</source>
        <translation>Un examen dont la description ou la station contient un de ces mots est récupéré et analysé avant la routine.</translation>
    </message>
    <message>
        <source>Syslog host</source>
        <translation>Hôte syslog</translation>
    </message>
    <message>
        <source>Host of a syslog collector that gets DICOM audit messages (PS3.15 A.5); empty for none.</source>
        <translation>Hôte d’un collecteur syslog qui reçoit les messages d’audit DICOM (PS3.15 A.5)&#xa0;; vide pour aucun.</translation>
    </message>
    <message>
        <source>Syslog port</source>
        <translation>Port syslog</translation>
    </message>
    <message>
        <source>Port of the syslog collector.</source>
        <translation>Port du collecteur syslog.</translation>
    </message>
    <message>
        <source>Syslog TLS</source>
        <translation>TLS pour syslog</translation>
    </message>
    <message>
        <source>Send over TLS (RFC 5425); otherwise over UDP, without Patient IDs.</source>
        <translation>Envoyer par TLS (RFC 5425)&#xa0;; sinon par UDP, sans ID des patients.</translation>
    </message>
    <message>
        <source>Syslog CA file</source>
        <translation>Fichier CA syslog</translation>
    </message>
    <message>
        <source>File with the certificate of who signs the collector&apos;s; empty for the system&apos;s own.</source>
        <translation>Fichier du certificat de qui signe celui du collecteur&#xa0;; vide pour ceux du système.</translation>
    </message>
    <message>
        <source>Send</source>
        <translation>Envoyer</translation>
    </message>
    <message>
        <source>Send each result to archives as DICOM objects, marked as made by an algorithm.</source>
        <translation>Envoyer chaque résultat aux archives en objets DICOM, marqués comme produits par un algorithme.</translation>
    </message>
    <message>
        <source>Archives</source>
        <translation>Archives</translation>
    </message>
    <message>
        <source>Names of the archives that get the results; empty for the first one.</source>
        <translation>Noms des archives qui reçoivent les résultats&#xa0;; vide pour la première.</translation>
    </message>
    <message>
        <source>Objects</source>
        <translation>Objets</translation>
    </message>
    <message>
        <source>What is sent: segmentation, report, key-objects, presentation-state and capture, or some of them.</source>
        <translation>Ce qui est envoyé&#xa0;: segmentation, report, key-objects, presentation-state et capture, ou certains d’entre eux.</translation>
    </message>
    <message>
        <source>Commitment</source>
        <translation>Engagement de stockage</translation>
    </message>
    <message>
        <source>Ask the archives to confirm that they keep what was sent (storage commitment).</source>
        <translation>Demander aux archives de confirmer qu’elles gardent ce qui a été envoyé (Storage Commitment).</translation>
    </message>
    <message>
        <source>Images</source>
        <translation>Images</translation>
    </message>
    <message>
        <source>Room for images in GB; beyond it the images least recently needed are removed.</source>
        <translation>Place pour les images en Go&#xa0;; au-delà, les images les moins récemment utiles sont supprimées.</translation>
    </message>
    <message>
        <source>Free</source>
        <translation>Espace libre</translation>
    </message>
    <message>
        <source>GB to leave free on the disk of the images; below it images are removed, too.</source>
        <translation>Go à laisser libres sur le disque des images&#xa0;; en dessous, des images sont aussi supprimées.</translation>
    </message>
    <message>
        <source>Days after which images that nobody needed are removed; results are kept.</source>
        <translation>Jours après lesquels les images dont personne n’a eu besoin sont supprimées&#xa0;; les résultats sont gardés.</translation>
    </message>
    <message>
        <source>Days after which a study is forgotten, with its result and its row in the worklist.</source>
        <translation>Jours après lesquels un examen est oublié, avec son résultat et sa ligne dans la liste de travail.</translation>
    </message>
    <message>
        <source>Lock</source>
        <translation>Couvrir après</translation>
    </message>
    <message>
        <source>Minutes without mouse or keyboard after which the windows are covered; 0 for never.</source>
        <translation>Minutes sans souris ni clavier après lesquelles les fenêtres sont couvertes&#xa0;; 0 pour jamais.</translation>
    </message>
    <message>
        <source>Encrypt journal</source>
        <translation>Chiffrer le journal</translation>
    </message>
    <message>
        <source>Encrypt what the journal holds of patients; the key is in the system&apos;s key store.</source>
        <translation>Chiffrer ce que le journal contient des patients&#xa0;; la clé est dans le trousseau du système.</translation>
    </message>
    <message>
        <source>Encrypt images</source>
        <translation>Chiffrer les images</translation>
    </message>
    <message>
        <source>Encrypt the images in the cache; the key is in the system&apos;s key store.</source>
        <translation>Chiffrer les images du cache&#xa0;; la clé est dans le trousseau du système.</translation>
    </message>
    <message>
        <source>Trusted keys</source>
        <translation>Clés de confiance</translation>
    </message>
    <message>
        <source>Public keys (minisign, RW...) of who may sign models and installers; empty for nobody.</source>
        <translation>Clés publiques (minisign, RW...) de ceux qui peuvent signer les modèles et les installateurs&#xa0;; vide pour personne.</translation>
    </message>
    <message>
        <source>Reader name</source>
        <translation>Nom du lecteur</translation>
    </message>
    <message>
        <source>Your name as the other readers see it; empty for the login name.</source>
        <translation>Votre nom tel que les autres lecteurs le voient&#xa0;; vide pour le nom de connexion.</translation>
    </message>
    <message>
        <source>Folder that all workstations can write to, to show each other claims; empty for none.</source>
        <translation>Dossier où tous les postes peuvent écrire, pour se montrer les réservations&#xa0;; vide pour aucun.</translation>
    </message>
    <message>
        <source>Database</source>
        <translation>Base de données</translation>
    </message>
    <message>
        <source>PostgreSQL database that shares claims, readings, flags, notes and verdicts; empty for none.</source>
        <translation>Base PostgreSQL qui partage réservations, lectures, signalements, notes et avis&#xa0;; vide pour aucune.</translation>
    </message>
    <message>
        <source>Database CA file</source>
        <translation>Fichier CA de la base</translation>
    </message>
    <message>
        <source>File with the certificate of who signs the database&apos;s; empty for the system&apos;s own.</source>
        <translation>Fichier du certificat de qui signe celui de la base&#xa0;; vide pour ceux du système.</translation>
    </message>
    <message>
        <source>Address that opens a study in the viewer of the PACS, with {study_uid}, {accession} or {patient_id}.</source>
        <translation>Adresse qui ouvre un examen dans le visualiseur du PACS, avec {study_uid}, {accession} ou {patient_id}.</translation>
    </message>
    <message>
        <source>Command</source>
        <translation>Commande</translation>
    </message>
    <message>
        <source>Program and arguments that open a study instead, one word each, with the same placeholders.</source>
        <translation>Programme et arguments qui ouvrent un examen à la place, un mot chacun, avec les mêmes champs.</translation>
    </message>
    <message>
        <source>Theme</source>
        <translation>Thème</translation>
    </message>
    <message>
        <source>Colours of the window; system follows the desktop.</source>
        <translation>Couleurs de la fenêtre&#xa0;; system suit le bureau.</translation>
    </message>
    <message>
        <source>Language</source>
        <translation>Langue</translation>
    </message>
    <message>
        <source>Language of the windows; system follows the desktop.</source>
        <translation>Langue des fenêtres&#xa0;; system suit le bureau.</translation>
    </message>
    <message>
        <source>Tell of probable hemorrhage on the desktop, once for each study.</source>
        <translation>Signaler une hémorragie probable sur le bureau, une fois par examen.</translation>
    </message>
    <message>
        <source>Least probability</source>
        <translation>Probabilité minimale</translation>
    </message>
    <message>
        <source>No alert for a positive study with a lower probability.</source>
        <translation>Pas d’alerte pour un examen positif de probabilité inférieure.</translation>
    </message>
    <message>
        <source>Sound</source>
        <translation>Son</translation>
    </message>
    <message>
        <source>Play a short sound with each alert.</source>
        <translation>Émettre un son bref à chaque alerte.</translation>
    </message>
    <message>
        <source>Quiet from</source>
        <translation>Silence dès</translation>
    </message>
    <message>
        <source>Start of the quiet hours, such as 22:00; what then waits is told at their end. Empty for none.</source>
        <translation>Début des heures calmes, comme 22:00&#xa0;; ce qui attend alors est signalé à leur fin. Vide pour aucune.</translation>
    </message>
    <message>
        <source>characters, hours and minutes such as 22:00</source>
        <translation>caractères, heures et minutes comme 22:00</translation>
    </message>
    <message>
        <source>Quiet to</source>
        <translation>Silence jusqu’à</translation>
    </message>
    <message>
        <source>End of the quiet hours, such as 06:00; empty for none.</source>
        <translation>Fin des heures calmes, comme 06:00&#xa0;; vide pour aucune.</translation>
    </message>
    <message>
        <source>Escalate</source>
        <translation>Relance</translation>
    </message>
    <message>
        <source>Minutes after which a study is told of once more if nobody opened it; 0 for never.</source>
        <translation>Minutes après lesquelles un examen est signalé encore une fois si personne ne l’a ouvert&#xa0;; 0 pour jamais.</translation>
    </message>
    <message>
        <source>Strip</source>
        <translation>Bandeau</translation>
    </message>
    <message>
        <source>Show the strip, a small window that stays on top of all others, at the start.</source>
        <translation>Montrer au démarrage le bandeau, une petite fenêtre qui reste au-dessus de toutes les autres.</translation>
    </message>
    <message>
        <source>Strip names</source>
        <translation>Noms dans le bandeau</translation>
    </message>
    <message>
        <source>Show patients&apos; names in the strip.</source>
        <translation>Montrer les noms des patients dans le bandeau.</translation>
    </message>
    <message>
        <source>Share of head CTs with hemorrhage among emergencies; an assumption, set your own.</source>
        <translation>Part des scanners cérébraux avec hémorragie parmi les urgences&#xa0;; une hypothèse, indiquez la vôtre.</translation>
    </message>
    <message>
        <source>Inpatient</source>
        <translation>Hospitalisés</translation>
    </message>
    <message>
        <source>Share of head CTs with hemorrhage among inpatients; an assumption, set your own.</source>
        <translation>Part des scanners cérébraux avec hémorragie parmi les hospitalisés&#xa0;; une hypothèse, indiquez la vôtre.</translation>
    </message>
    <message>
        <source>Outpatient</source>
        <translation>Externes</translation>
    </message>
    <message>
        <source>Share of head CTs with hemorrhage among outpatients; an assumption, set your own.</source>
        <translation>Part des scanners cérébraux avec hémorragie parmi les externes&#xa0;; une hypothèse, indiquez la vôtre.</translation>
    </message>
    <message>
        <source>Shift</source>
        <translation>Garde</translation>
    </message>
    <message>
        <source>Length of a shift in hours.</source>
        <translation>Durée d’une garde en heures.</translation>
    </message>
    <message>
        <source>Set-up &amp;assistant ...</source>
        <translation>&amp;Assistant de configuration ...</translation>
    </message>
    <message>
        <source>For &amp;IT</source>
        <translation>Pour l’&amp;informatique</translation>
    </message>
    <message>
        <source>&amp;Export settings ...</source>
        <translation>&amp;Exporter les paramètres ...</translation>
    </message>
    <message>
        <source>&amp;Import settings ...</source>
        <translation>&amp;Importer les paramètres ...</translation>
    </message>
    <message>
        <source>&amp;Support bundle ...</source>
        <translation>Fichier d’&amp;assistance ...</translation>
    </message>
    <message>
        <source>Export settings, without secrets</source>
        <translation>Exporter les paramètres, sans les secrets</translation>
    </message>
    <message>
        <source>Settings written. Left out: {names}.</source>
        <translation>Paramètres écrits. Laissés de côté&#xa0;: {names}.</translation>
    </message>
    <message>
        <source>Settings written.</source>
        <translation>Paramètres écrits.</translation>
    </message>
    <message>
        <source>Import settings</source>
        <translation>Importer les paramètres</translation>
    </message>
    <message>
        <source>Nothing was changed, because the file has errors:</source>
        <translation>Rien n’a été changé, car le fichier contient des erreurs&#xa0;:</translation>
    </message>
    <message>
        <source>Support bundle</source>
        <translation>Fichier d’assistance</translation>
    </message>
    <message>
        <source>Support bundle: {part} ...</source>
        <translation>Fichier d’assistance&#xa0;: {part} ...</translation>
    </message>
    <message>
        <source>Support bundle written: {count} parts.</source>
        <translation>Fichier d’assistance écrit&#xa0;: {count} parties.</translation>
    </message>
    <message>
        <source>Support bundle: looking at everything; this may take a minute.</source>
        <translation>Fichier d’assistance&#xa0;: tout est vérifié&#xa0;; cela peut prendre une minute.</translation>
    </message>
    <message>
        <source>Loading the program ...</source>
        <translation>Chargement du programme ...</translation>
    </message>
    <message>
        <source>Set by your administrator.</source>
        <translation>Fixé par votre administrateur.</translation>
    </message>
    <message>
        <source>This must be {what}.</source>
        <translation>Ce doit être {what}.</translation>
    </message>
    <message>
        <source>Welcome</source>
        <translation>Bienvenue</translation>
    </message>
    <message>
        <source>Welcome to Firstread</source>
        <translation>Bienvenue dans Firstread</translation>
    </message>
    <message>
        <source>It asks your archive for new head CTs, looks at them, and puts those with probable intracranial hemorrhage on top of the list. Three short steps set it up; each can be skipped, and all of it can be changed later.</source>
        <translation>Il demande à votre archive les nouveaux scanners cérébraux, les analyse et place en tête de liste ceux qui montrent une hémorragie intracrânienne probable. Trois courtes étapes le configurent&#xa0;; chacune peut être sautée et tout peut être modifié plus tard.</translation>
    </message>
    <message>
        <source>Firstread is research software, not a medical device. It has no approval of any kind, misses hemorrhages and raises false alarms. It must not be used for diagnosis or to decide about a patient: every study needs its reader, and not analysed never means negative.</source>
        <translation>Firstread est un logiciel de recherche, pas un dispositif médical. Il n’a aucune autorisation, manque des hémorragies et donne de fausses alertes. Il ne doit pas servir au diagnostic ni à une décision concernant un patient&#xa0;: chaque examen a besoin de son lecteur, et non analysé ne veut jamais dire négatif.</translation>
    </message>
    <message>
        <source>To look at it first: the demo brings an archive of its own with invented patients.</source>
        <translation>Pour le découvrir d’abord&#xa0;: la démo apporte sa propre archive avec des patients inventés.</translation>
    </message>
    <message>
        <source>Show the &amp;demo</source>
        <translation>Montrer la &amp;démo</translation>
    </message>
    <message>
        <source>The demo opens in a window of its own.</source>
        <translation>La démo s’ouvre dans sa propre fenêtre.</translation>
    </message>
    <message>
        <source>The demo could not be started.</source>
        <translation>La démo n’a pas pu être lancée.</translation>
    </message>
    <message>
        <source>Ready</source>
        <translation>Prêt</translation>
    </message>
    <message>
        <source>In the worklist, the line at the bottom says at all times how archive and processor stand. Tools, Check the set-up looks at everything again and says how to mend what is wrong; this assistant is in the same menu.</source>
        <translation>Dans la liste de travail, la ligne du bas dit à tout moment où en sont l’archive et le processeur. Outils, Vérifier l’installation examine tout à nouveau et dit comment corriger ce qui ne va pas&#xa0;; cet assistant est dans le même menu.</translation>
    </message>
    <message>
        <source>Not everything works yet</source>
        <translation>Tout ne fonctionne pas encore</translation>
    </message>
    <message>
        <source>Firstread is ready</source>
        <translation>Firstread est prêt</translation>
    </message>
    <message>
        <source>Almost ready</source>
        <translation>Presque prêt</translation>
    </message>
    <message>
        <source>Finish opens the worklist all the same; it tries again by itself.</source>
        <translation>Terminer ouvre quand même la liste de travail&#xa0;; elle réessaie d’elle-même.</translation>
    </message>
    <message>
        <source>Finish opens the worklist.</source>
        <translation>Terminer ouvre la liste de travail.</translation>
    </message>
    <message>
        <source>Set up Firstread</source>
        <translation>Configurer Firstread</translation>
    </message>
    <message>
        <source>Skip the &amp;rest</source>
        <translation>Passer le &amp;reste</translation>
    </message>
    <message>
        <source>&amp;Skip this step</source>
        <translation>&amp;Passer cette étape</translation>
    </message>
    <message>
        <source>&amp;Back</source>
        <translation>&amp;Précédent</translation>
    </message>
    <message>
        <source>&amp;Next</source>
        <translation>&amp;Suivant</translation>
    </message>
    <message>
        <source>&amp;Finish</source>
        <translation>&amp;Terminer</translation>
    </message>
    <message>
        <source>Something went wrong the last time</source>
        <translation>Quelque chose s’est mal passé la dernière fois</translation>
    </message>
    <message>
        <source>Reports of what went wrong</source>
        <translation>Rapports d’erreur</translation>
    </message>
    <message>
        <source>Firstread met an error that nobody expected. No study was lost: it goes on where it was. The report stays on this computer and names no patient; it is shown this once.</source>
        <translation>Firstread a rencontré une erreur inattendue. Aucun examen n’a été perdu&#xa0;: il reprend où il en était. Le rapport reste sur cet ordinateur et ne nomme aucun patient&#xa0;; il n’est montré que cette fois.</translation>
    </message>
    <message>
        <source>Research software, not a medical device</source>
        <translation>Logiciel de recherche, pas un dispositif médical</translation>
    </message>
    <message>
        <source>Demo: the studies of an evening shift arrive over two minutes; all patients are invented.</source>
        <extracomment>Without a reader nobody wants to wait: the shift of two minutes arrives in fifteen seconds. Dots per inch of the report&apos;s picture: 760 pixels across.</extracomment>
        <translation>Démo&#xa0;: les examens d’une garde du soir arrivent en deux minutes&#xa0;; tous les patients sont inventés.</translation>
    </message>
    <message>
        <source>Opening files …</source>
        <translation>Ouverture des fichiers …</translation>
    </message>
    <message>
        <source>Open a folder or disc with CT images</source>
        <translation>Ouvrir un dossier ou un disque d’images de scanner</translation>
    </message>
    <message>
        <source>Firstread is research software. It is not a medical device, has no approval of any kind, and must not be used for diagnosis or to decide about a patient. It can miss hemorrhage and can report what is not there. A study without a result, or with the result &apos;None found&apos;, has not been read: every study needs its reader.</source>
        <translation>Firstread est un logiciel de recherche. Ce n’est pas un dispositif médical, il n’a aucune autorisation et ne doit servir ni au diagnostic ni à décider d’un patient. Il peut manquer une hémorragie et signaler ce qui n’existe pas. Un examen sans résultat, ou dont le résultat est «&#xa0;Aucune trouvée&#xa0;», n’a pas été lu&#xa0;: chaque examen a besoin de son lecteur.</translation>
    </message>
    <message>
        <source>About Firstread</source>
        <translation>À propos de Firstread</translation>
    </message>
    <message>
        <source>A reading-room worklist that puts probable intracranial hemorrhage first.</source>
        <translation>Une liste de travail de salle de lecture qui place en tête les hémorragies intracrâniennes probables.</translation>
    </message>
    <message>
        <source>The detector has not started yet.</source>
        <translation>Le détecteur n’a pas encore démarré.</translation>
    </message>
    <message>
        <source>Detector after Chang et al., Hybrid 3D/2D Convolutional Neural Network for Hemorrhage Evaluation on Head CT, AJNR 2018. Apache License 2.0.</source>
        <translation>Détecteur d’après Chang et al., Hybrid 3D/2D Convolutional Neural Network for Hemorrhage Evaluation on Head CT, AJNR 2018. Licence Apache 2.0.</translation>
    </message>
    <message>
        <source>This could not be done ({error}).</source>
        <extracomment>What the work returned. One plain sentence.</extracomment>
        <translation>Cela n’a pas pu être fait ({error}).</translation>
    </message>
    <message>
        <source>Check the set-up</source>
        <translation>Vérifier l’installation</translation>
    </message>
    <message>
        <source>Check &amp;again</source>
        <translation>Vérifier à &amp;nouveau</translation>
    </message>
    <message>
        <source>&amp;Copy</source>
        <translation>&amp;Copier</translation>
    </message>
    <message>
        <source>Copy the findings as text; they name no patient.</source>
        <translation>Copier les constats comme texte&#xa0;; ils ne nomment aucun patient.</translation>
    </message>
    <message>
        <source>&amp;Save for IT ...</source>
        <translation>&amp;Enregistrer pour le service informatique ...</translation>
    </message>
    <message>
        <source>Save the findings as JSON; they name no patient.</source>
        <translation>Enregistrer les constats en JSON&#xa0;; ils ne nomment aucun patient.</translation>
    </message>
    <message>
        <source>Looking at computer, archive and processor ...</source>
        <translation>Examen de l’ordinateur, de l’archive et du processeur ...</translation>
    </message>
    <message>
        <source>Nothing could be looked at.</source>
        <translation>Rien n’a pu être vérifié.</translation>
    </message>
    <message>
        <source>One thing is wrong.</source>
        <translation>Une chose ne va pas.</translation>
    </message>
    <message numerus="yes">
        <source>%n things are wrong.</source>
        <translation>
            <numerusform>%n chose ne va pas.</numerusform>
            <numerusform>%n choses ne vont pas.</numerusform>
        </translation>
    </message>
    <message>
        <source>Everything is in order.</source>
        <translation>Tout est en ordre.</translation>
    </message>
    <message>
        <source>Save for IT</source>
        <translation>Enregistrer pour le service informatique</translation>
    </message>
    <message>
        <source>{file} cannot be written: {why}.</source>
        <translation>{file} ne peut pas être écrit&#xa0;: {why}.</translation>
    </message>
    <message>
        <source>unknown error</source>
        <translation>erreur inconnue</translation>
    </message>
    <message>
        <source>In order</source>
        <extracomment>Does the looking; raises ArchiveCancelled once told to stop. By what was found: icon, name of its colour in the theme, word.</extracomment>
        <translation>En ordre</translation>
    </message>
    <message>
        <source>Wrong</source>
        <translation>Défaut</translation>
    </message>
    <message>
        <source>Not looked at</source>
        <translation>Non vérifié</translation>
    </message>
    <message>
        <source>To mend it: {remedy}</source>
        <translation>Remède&#xa0;: {remedy}</translation>
    </message>
    <message>
        <source>Metrics</source>
        <translation>Indicateurs</translation>
    </message>
    <message>
        <source>They name no patient. The same numbers are in metrics.json and metrics.prom in the data folder.</source>
        <translation>Ils ne nomment aucun patient. Les mêmes chiffres sont dans metrics.json et metrics.prom dans le dossier des données.</translation>
    </message>
    <message>
        <source>Firstread report</source>
        <translation>Rapport Firstread</translation>
    </message>
    <message>
        <source>Slice view</source>
        <extracomment>Slices of a Page key. The :class:`Probe` under the pointer, or None.</extracomment>
        <translation>Vue des coupes</translation>
    </message>
    <message>
        <source>Overlays hidden</source>
        <extracomment>Where a point in pixels of the slice (x, y) lies on the screen.</extracomment>
        <translation>Superpositions masquées</translation>
    </message>
    <message>
        <source>There is no second reader: {why}</source>
        <translation>Il n’y a pas de second lecteur&#xa0;: {why}</translation>
    </message>
    <message>
        <source>Not yet judged by the second reader, which waits until no study waits for its first answer.</source>
        <translation>Pas encore jugé par le second lecteur, qui attend qu’aucun examen n’attende son premier résultat.</translation>
    </message>
    <message>
        <source>Not judged by the second reader: it was read before.</source>
        <translation>Non jugé par le second lecteur&#xa0;: il a été lu avant.</translation>
    </message>
    <message>
        <source>Not judged by the second reader: the answer is older than a day.</source>
        <translation>Non jugé par le second lecteur&#xa0;: le résultat date de plus d’un jour.</translation>
    </message>
    <message>
        <source>The second reader could not answer: {why}</source>
        <translation>Le second lecteur n’a pas pu répondre&#xa0;: {why}</translation>
    </message>
    <message>
        <source>score {score} (threshold {threshold})</source>
        <translation>score {score} (seuil {threshold})</translation>
    </message>
    <message>
        <source>Second reader {model} agrees: hemorrhage, {numbers}.</source>
        <translation>Le second lecteur {model} est d’accord&#xa0;: hémorragie, {numbers}.</translation>
    </message>
    <message>
        <source>Second reader {model} DISAGREES: hemorrhage, {numbers}.</source>
        <translation>Le second lecteur {model} N’EST PAS D’ACCORD&#xa0;: hémorragie, {numbers}.</translation>
    </message>
    <message>
        <source>most on slice {number}</source>
        <translation>surtout sur la coupe {number}</translation>
    </message>
    <message>
        <source>overlap of the masks (Dice) {dice}</source>
        <translation>recouvrement des masques (Dice) {dice}</translation>
    </message>
    <message>
        <source>Second reader {model} agrees: no hemorrhage found, {numbers}.</source>
        <translation>Le second lecteur {model} est d’accord&#xa0;: aucune hémorragie trouvée, {numbers}.</translation>
    </message>
    <message>
        <source>Second reader {model} DISAGREES: no hemorrhage found, {numbers}.</source>
        <translation>Le second lecteur {model} N’EST PAS D’ACCORD&#xa0;: aucune hémorragie trouvée, {numbers}.</translation>
    </message>
    <message>
        <source>Firstread cannot start: {why}</source>
        <translation>Firstread ne peut pas démarrer : {why}</translation>
    </message>
</context>
</TS>
