<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="es" sourcelanguage="en">
<context>
    <name></name>
    <message>
        <source>At the end, because it was marked as read.</source>
        <extracomment>Takes an English sentence and gives it in another language.</extracomment>
        <translation>Al final, porque se marcó como leído.</translation>
    </message>
    <message>
        <source>On top, because a reader pinned it.</source>
        <translation>Arriba del todo, porque un lector lo fijó.</translation>
    </message>
    <message>
        <source>First, because hemorrhage is probable ({finding}); most probable first.</source>
        <translation>Primero, porque es probable una hemorragia ({finding}); la más probable arriba.</translation>
    </message>
    <message>
        <source>In its turn among the emergencies</source>
        <translation>En su turno entre las urgencias</translation>
    </message>
    <message>
        <source>In its turn, by arrival</source>
        <translation>En su turno, por orden de llegada</translation>
    </message>
    <message>
        <source>{turn}: no hemorrhage was found, and that moves no study down.</source>
        <translation>{turn}: no se encontró hemorragia, y eso no hace bajar ningún estudio.</translation>
    </message>
    <message>
        <source>{turn}, because {reason} and the outcome is not known.</source>
        <translation>{turn}, porque {reason} y el resultado no se conoce.</translation>
    </message>
    <message>
        <source>New in the list: {place}</source>
        <translation>Nuevo en la lista: {place}</translation>
    </message>
    <message>
        <source>Moved up among the probable hemorrhages: now {finding}.</source>
        <translation>Ha subido entre las hemorragias probables: ahora {finding}.</translation>
    </message>
    <message>
        <source>Moved down among the probable hemorrhages: now {finding}.</source>
        <translation>Ha bajado entre las hemorragias probables: ahora {finding}.</translation>
    </message>
    <message>
        <source>Moved up: it is an emergency.</source>
        <translation>Ha subido: es una urgencia.</translation>
    </message>
    <message>
        <source>Moved down: it is not an emergency.</source>
        <translation>Ha bajado: no es una urgencia.</translation>
    </message>
    <message>
        <source>Moved to the end, because it was marked as read.</source>
        <translation>Pasó al final, porque se marcó como leído.</translation>
    </message>
    <message>
        <source>Moved to the top, because a reader pinned it.</source>
        <translation>Pasó arriba del todo, porque un lector lo fijó.</translation>
    </message>
    <message>
        <source>Moved up and unread again, because hemorrhage is probable ({finding}).</source>
        <translation>Ha subido y vuelve a estar sin leer, porque es probable una hemorragia ({finding}).</translation>
    </message>
    <message>
        <source>No longer pinned, and first because hemorrhage is probable ({finding}).</source>
        <translation>Ya no está fijado, y va primero porque es probable una hemorragia ({finding}).</translation>
    </message>
    <message>
        <source>Moved up, because hemorrhage is probable ({finding}).</source>
        <translation>Ha subido, porque es probable una hemorragia ({finding}).</translation>
    </message>
    <message>
        <source>Moved back to its turn, because it was marked as unread.</source>
        <translation>Ha vuelto a su turno, porque se marcó como no leído.</translation>
    </message>
    <message>
        <source>Back in its turn, because it is no longer pinned.</source>
        <translation>De nuevo en su turno, porque ya no está fijado.</translation>
    </message>
    <message>
        <source>Back in its turn, because no hemorrhage was found this time.</source>
        <translation>De nuevo en su turno, porque esta vez no se encontró hemorragia.</translation>
    </message>
    <message>
        <source>Back in its turn, because {reason} and the earlier answer no longer holds.</source>
        <translation>De nuevo en su turno, porque {reason} y el resultado anterior ya no vale.</translation>
    </message>
    <message>
        <source>it was only just found</source>
        <translation>se acaba de encontrar</translation>
    </message>
    <message>
        <source>it still waits to be fetched</source>
        <translation>aún espera a ser recuperado</translation>
    </message>
    <message>
        <source>its images are being fetched</source>
        <translation>se están recuperando sus imágenes</translation>
    </message>
    <message>
        <source>images are missing</source>
        <translation>faltan imágenes</translation>
    </message>
    <message>
        <source>it still waits to be analysed</source>
        <translation>aún espera a ser analizado</translation>
    </message>
    <message>
        <source>it is being analysed</source>
        <translation>se está analizando</translation>
    </message>
    <message>
        <source>it could not be analysed</source>
        <translation>no se pudo analizar</translation>
    </message>
    <message>
        <source>its analysis failed</source>
        <translation>su análisis falló</translation>
    </message>
    <message>
        <source>it was withdrawn</source>
        <translation>fue retirado</translation>
    </message>
    <message>
        <source>probability not known</source>
        <translation>probabilidad desconocida</translation>
    </message>
    <message>
        <source>{percent}, {ml} mL, mostly {type}</source>
        <translation>{percent}, {ml} mL, sobre todo {type}</translation>
    </message>
    <message>
        <source>waiting {time}</source>
        <extracomment>So many studies are named in one alert.</extracomment>
        <translation>espera {time}</translation>
    </message>
    <message numerus="yes">
        <source>Not opened yet: %n urgent studies</source>
        <translation>
            <numerusform>Aún sin abrir: %n estudio urgente</numerusform>
            <numerusform>Aún sin abrir: %n estudios urgentes</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Hemorrhage probable in %n studies</source>
        <translation>
            <numerusform>Hemorragia probable en %n estudio</numerusform>
            <numerusform>Hemorragia probable en %n estudios</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>and %n more</source>
        <translation>
            <numerusform>y %n más</numerusform>
            <numerusform>y %n más</numerusform>
        </translation>
    </message>
    <message>
        <source>No urgent study waits</source>
        <translation>Ningún estudio urgente espera</translation>
    </message>
    <message numerus="yes">
        <source>%n urgent studies</source>
        <translation>
            <numerusform>%n estudio urgente</numerusform>
            <numerusform>%n estudios urgentes</numerusform>
        </translation>
    </message>
    <message>
        <source>{count}, the oldest waits {time}</source>
        <translation>{count}, el más antiguo espera {time}</translation>
    </message>
    <message>
        <source>Agreed</source>
        <translation>De acuerdo</translation>
    </message>
    <message>
        <source>Not hemorrhage</source>
        <translation>No es hemorragia</translation>
    </message>
    <message>
        <source>Missed hemorrhage</source>
        <translation>Hemorragia no detectada</translation>
    </message>
    <message>
        <source>Wrong type</source>
        <translation>Tipo equivocado</translation>
    </message>
    <message>
        <source>Calcification</source>
        <translation>Calcificación</translation>
    </message>
    <message>
        <source>Artifact</source>
        <translation>Artefacto</translation>
    </message>
    <message>
        <source>Post-operative change</source>
        <translation>Cambios posquirúrgicos</translation>
    </message>
    <message>
        <source>Vessel or sinus</source>
        <translation>Vaso o seno</translation>
    </message>
    <message>
        <source>Thick dura or falx</source>
        <translation>Duramadre u hoz gruesa</translation>
    </message>
    <message>
        <source>Tumour</source>
        <translation>Tumor</translation>
    </message>
    <message>
        <source>Small</source>
        <translation>Pequeña</translation>
    </message>
    <message>
        <source>Subacute or isodense</source>
        <translation>Subaguda o isodensa</translation>
    </message>
    <message>
        <source>At the skull base</source>
        <translation>En la base del cráneo</translation>
    </message>
    <message>
        <source>At the vertex</source>
        <translation>En el vértex</translation>
    </message>
    <message>
        <source>Subarachnoid</source>
        <translation>Subaracnoidea</translation>
    </message>
    <message>
        <source>It is epidural</source>
        <translation>Es epidural</translation>
    </message>
    <message>
        <source>It is subdural</source>
        <translation>Es subdural</translation>
    </message>
    <message>
        <source>It is subarachnoid</source>
        <translation>Es subaracnoidea</translation>
    </message>
    <message>
        <source>It is intraparenchymal</source>
        <translation>Es intraparenquimatosa</translation>
    </message>
    <message>
        <source>It is intraventricular</source>
        <translation>Es intraventricular</translation>
    </message>
    <message>
        <source>Other</source>
        <translation>Otro</translation>
    </message>
    <message>
        <source>No reason given</source>
        <translation>Sin motivo indicado</translation>
    </message>
    <message>
        <source>{count} × {verdict}: {reason}</source>
        <translation>{count} × {verdict}: {reason}</translation>
    </message>
    <message>
        <source>{percent} % ({low}–{high} %, {hits} of {n})</source>
        <translation>{percent} % ({low}–{high} %, {hits} de {n})</translation>
    </message>
    <message>
        <source>model card of {model}</source>
        <translation>ficha del modelo {model}</translation>
    </message>
    <message>
        <source>verdicts of this site&apos;s readers</source>
        <translation>juicios de los lectores de este centro</translation>
    </message>
    <message>
        <source>All studies</source>
        <translation>Todos los estudios</translation>
    </message>
    <message>
        <source>Mine</source>
        <translation>Míos</translation>
    </message>
    <message>
        <source>Emergency</source>
        <translation>Urgencias</translation>
    </message>
    <message>
        <source>Unread positives</source>
        <translation>Positivos sin leer</translation>
    </message>
    <message>
        <source>Not analysed</source>
        <translation>No analizado</translation>
    </message>
    <message>
        <source>A view needs a name of at most {count} characters.</source>
        <translation>Una vista necesita un nombre de como máximo {count} caracteres.</translation>
    </message>
    <message>
        <source>This name is taken by a view that ships with Firstread.</source>
        <translation>Ese nombre ya es de una vista que viene con Firstread.</translation>
    </message>
    <message>
        <source>Search for something first; the search is what is saved.</source>
        <translation>Busque algo primero; lo que se guarda es la búsqueda.</translation>
    </message>
    <message>
        <source>Free words, names and accession numbers are not saved, because they may name a patient.</source>
        <translation>Las palabras libres, los nombres y los números de petición no se guardan, porque pueden nombrar a un paciente.</translation>
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
        <translation>subaracnoidea</translation>
    </message>
    <message>
        <source>intraparenchymal</source>
        <translation>intraparenquimatosa</translation>
    </message>
    <message>
        <source>intraventricular</source>
        <translation>intraventricular</translation>
    </message>
    <message>
        <source>Found</source>
        <translation>Encontrado</translation>
    </message>
    <message>
        <source>Queued</source>
        <translation>En cola</translation>
    </message>
    <message>
        <source>Fetching</source>
        <translation>Recuperando</translation>
    </message>
    <message>
        <source>Archive</source>
        <translation>Archivo</translation>
    </message>
    <message>
        <source>New studies</source>
        <translation>Estudios nuevos</translation>
    </message>
    <message>
        <source>Fetching images</source>
        <translation>Recuperación de imágenes</translation>
    </message>
    <message>
        <source>Analysis</source>
        <translation>Análisis</translation>
    </message>
    <message>
        <source>Order of work</source>
        <translation>Orden de proceso</translation>
    </message>
    <message>
        <source>Storage</source>
        <translation>Almacenamiento</translation>
    </message>
    <message>
        <source>Readers</source>
        <translation>Lectores</translation>
    </message>
    <message>
        <source>Viewer of the PACS</source>
        <translation>Visor del PACS</translation>
    </message>
    <message>
        <source>Alerts</source>
        <translation>Alertas</translation>
    </message>
    <message>
        <source>Updates</source>
        <translation>Actualizaciones</translation>
    </message>
    <message>
        <source>days</source>
        <translation>días</translation>
    </message>
    <message>
        <source>GB</source>
        <translation>GB</translation>
    </message>
    <message>
        <source>characters</source>
        <translation>caracteres</translation>
    </message>
    <message>
        <source>It is a list of words.</source>
        <translation>Es una lista de palabras.</translation>
    </message>
    <message>
        <source>It is a text of {low} to {high} {characters}.</source>
        <translation>Es un texto de {low} a {high} {characters}.</translation>
    </message>
    <message>
        <source>It is a whole number from {low} to {high}.</source>
        <translation>Es un número entero de {low} a {high}.</translation>
    </message>
    <message>
        <source>It is a number from {low} to {high}.</source>
        <translation>Es un número de {low} a {high}.</translation>
    </message>
    <message>
        <source>This value is set by your administrator.</source>
        <translation>Este valor lo ha fijado su administrador.</translation>
    </message>
    <message>
        <source>BLAST-CT cannot be chosen yet, because it was not imported on this computer. To import the checkpoints that you have of it: {command}</source>
        <translation>BLAST-CT aún no se puede elegir, porque no se ha importado en este ordenador. Para importar los checkpoints que tenga de él: {command}</translation>
    </message>
    <message>
        <source>This cannot be used.</source>
        <translation>Esto no se puede usar.</translation>
    </message>
    <message>
        <source>Another archive has this name.</source>
        <translation>Otro archivo ya tiene este nombre.</translation>
    </message>
    <message>
        <source>Incomplete</source>
        <translation>Incompleto</translation>
    </message>
    <message>
        <source>Waiting</source>
        <translation>En espera</translation>
    </message>
    <message>
        <source>Analysing</source>
        <translation>Analizando</translation>
    </message>
    <message>
        <source>Probable bleed</source>
        <translation>Sangrado probable</translation>
    </message>
    <message>
        <source>None found</source>
        <translation>Ninguna hallada</translation>
    </message>
    <message>
        <source>Failed</source>
        <translation>Fallido</translation>
    </message>
    <message>
        <source>Withdrawn</source>
        <translation>Retirado</translation>
    </message>
    <message>
        <source>punctate</source>
        <translation>puntiforme</translation>
    </message>
    <message>
        <source>small</source>
        <translation>pequeña</translation>
    </message>
    <message>
        <source>medium</source>
        <translation>mediana</translation>
    </message>
    <message>
        <source>large</source>
        <translation>grande</translation>
    </message>
    <message>
        <source>denser than blood, and no blood around it</source>
        <translation>más denso que la sangre, y sin sangre alrededor</translation>
    </message>
    <message>
        <source>Jan</source>
        <translation>ene</translation>
    </message>
    <message>
        <source>Feb</source>
        <translation>feb</translation>
    </message>
    <message>
        <source>Mar</source>
        <translation>mar</translation>
    </message>
    <message>
        <source>Apr</source>
        <translation>abr</translation>
    </message>
    <message>
        <source>May</source>
        <translation>may</translation>
    </message>
    <message>
        <source>Jun</source>
        <translation>jun</translation>
    </message>
    <message>
        <source>Jul</source>
        <translation>jul</translation>
    </message>
    <message>
        <source>Aug</source>
        <translation>ago</translation>
    </message>
    <message>
        <source>Sep</source>
        <translation>sep</translation>
    </message>
    <message>
        <source>Oct</source>
        <translation>oct</translation>
    </message>
    <message>
        <source>Nov</source>
        <translation>nov</translation>
    </message>
    <message>
        <source>Dec</source>
        <translation>dic</translation>
    </message>
    <message>
        <source>Research software - not a medical device</source>
        <translation>Software de investigación - no es un producto sanitario</translation>
    </message>
    <message>
        <source>{days} d {hours} h</source>
        <translation>{days} d {hours} h</translation>
    </message>
    <message>
        <source>Hemorrhage probable, {probability}</source>
        <translation>Hemorragia probable, {probability}</translation>
    </message>
    <message>
        <source>No hemorrhage found, probability {probability}</source>
        <translation>No se encontró hemorragia, probabilidad {probability}</translation>
    </message>
    <message>
        <source>Not analysed: this study has no result</source>
        <translation>No analizado: este estudio no tiene resultado</translation>
    </message>
    <message>
        <source>Analysis failed: this study has no result</source>
        <translation>Falló el análisis: este estudio no tiene resultado</translation>
    </message>
    <message>
        <source>Withdrawn: this study has no result</source>
        <translation>Retirado: este estudio no tiene resultado</translation>
    </message>
    <message>
        <source>{state}: no result yet</source>
        <translation>{state}: aún sin resultado</translation>
    </message>
    <message>
        <source>An earlier analysis found hemorrhage, probability {probability}; its result is not shown.</source>
        <translation>Un análisis anterior encontró hemorragia, probabilidad {probability}; su resultado no se muestra.</translation>
    </message>
    <message>
        <source>An earlier analysis left an answer; it no longer holds and is not shown.</source>
        <translation>Queda un resultado de un análisis anterior; ya no vale y no se muestra.</translation>
    </message>
    <message>
        <source>Masks and volumes that are still shown are an earlier answer, which no longer holds.</source>
        <translation>Las máscaras y los volúmenes que aún se ven son de un resultado anterior, que ya no vale.</translation>
    </message>
    <message>
        <source>slice {first}</source>
        <translation>corte {first}</translation>
    </message>
    <message>
        <source>slices {first}–{last}</source>
        <translation>cortes {first}–{last}</translation>
    </message>
    <message numerus="yes">
        <source>%n lesions, total {total} mL</source>
        <translation>
            <numerusform>%n lesión, total {total} mL</numerusform>
            <numerusform>%n lesiones, total {total} mL</numerusform>
        </translation>
    </message>
    <message>
        <source>{count}; largest {type} {ml} mL (95 % interval {low}–{high} mL), {where}.</source>
        <translation>{count}; la mayor: {type} {ml} mL (intervalo del 95&#xa0;% {low}–{high} mL), {where}.</translation>
    </message>
    <message>
        <source>Model {name}.</source>
        <translation>Modelo {name}.</translation>
    </message>
    <message>
        <source>Edited by a reader ({changes}); score and probability are the program&apos;s own.</source>
        <translation>Editado por un lector ({changes}); la puntuación y la probabilidad son las del programa.</translation>
    </message>
    <message>
        <source>By the reader: {volumes}.</source>
        <translation>Según el lector: {volumes}.</translation>
    </message>
    <message>
        <source>The reader left no lesion.</source>
        <translation>El lector no dejó ninguna lesión.</translation>
    </message>
    <message>
        <source>{patient}, images open</source>
        <extracomment>Role of the whole :class:`StudyRecord` of a row. Role of a row&apos;s latest :class:`Move` of the last minutes, or None. Updates are gathered this long before the table changes, so that a burst of events costs one update. A search that depends on the clock is made again after so many ticks. What makes up a list, beside the words of the language. The rows, their order or the difference to the right order changed. Rows moved up: a tuple of :class:`Move`, right after the table has them in their new places. Who ``is:mine`` in the search means. Study Instance UID of the study that the viewer shows; empty for none.</extracomment>
        <translation>{patient}, imágenes abiertas</translation>
    </message>
    <message>
        <source>You put it back; it stands as it would without the answer.</source>
        <translation>Usted lo devolvió; está donde estaría sin el resultado.</translation>
    </message>
    <message>
        <source>{time}: {why}</source>
        <translation>{time}: {why}</translation>
    </message>
    <message>
        <source>Priority</source>
        <translation>Prioridad</translation>
    </message>
    <message>
        <source>Class of the worklist order; hover a row to see why it stands where it stands</source>
        <translation>Clase del orden; pase sobre una fila para ver por qué está ahí</translation>
    </message>
    <message>
        <source>State</source>
        <translation>Estado</translation>
    </message>
    <message>
        <source>Where the study stands; only &apos;None found&apos; means that no hemorrhage was found</source>
        <translation>Cómo va el estudio; solo «Ninguna hallada» significa que no se encontró hemorragia</translation>
    </message>
    <message>
        <source>Prob.</source>
        <translation>Prob.</translation>
    </message>
    <message>
        <source>Probability of any intracranial hemorrhage, calibrated unless the row says otherwise, with its 95 % interval where it is known</source>
        <translation>Probabilidad de cualquier hemorragia intracraneal, calibrada salvo que la fila diga otra cosa, con su intervalo del 95&#xa0;% si se conoce</translation>
    </message>
    <message>
        <source>Types</source>
        <translation>Tipos</translation>
    </message>
    <message>
        <source>Types found, largest volume first: EDH, SDH, SAH, IPH, IVH</source>
        <translation>Tipos hallados, el mayor volumen primero: EDH, SDH, SAH, IPH, IVH</translation>
    </message>
    <message>
        <source>mL</source>
        <translation>mL</translation>
    </message>
    <message>
        <source>Volume of all hemorrhage in mL; punctate &lt; 0.01, small to 5, medium to 25, large &gt; 25 mL</source>
        <translation>Volumen de toda la hemorragia en mL; puntiforme &lt; 0.01, pequeña hasta 5, mediana hasta 25, grande &gt; 25 mL</translation>
    </message>
    <message>
        <source>Patient</source>
        <translation>Paciente</translation>
    </message>
    <message>
        <source>Patient&apos;s name</source>
        <translation>Nombre del paciente</translation>
    </message>
    <message>
        <source>Age</source>
        <translation>Edad</translation>
    </message>
    <message>
        <source>Time since this workstation first heard of the study, until it was read</source>
        <translation>Tiempo desde que este puesto supo del estudio, hasta su lectura</translation>
    </message>
    <message>
        <source>Marks</source>
        <translation>Marcas</translation>
    </message>
    <message>
        <source>Priors</source>
        <translation>Previos</translation>
    </message>
    <message>
        <source>Earlier studies of the same patient in this list</source>
        <translation>Estudios anteriores del mismo paciente en esta lista</translation>
    </message>
    <message>
        <source>Accession</source>
        <translation>Petición</translation>
    </message>
    <message>
        <source>Age on the day of the study, and sex as in DICOM: F female, M male, O other</source>
        <translation>Edad el día del estudio, y sexo como en DICOM: F femenino, M masculino, O otro</translation>
    </message>
    <message>
        <source>Emergency, pinned, flagged, claimed, with a note or verdict, disputed by the second reader</source>
        <translation>Urgencia, fijado, marcado, reservado, con nota o juicio, discutido por el segundo lector</translation>
    </message>
    <message>
        <source>Change</source>
        <translation>Evolución</translation>
    </message>
    <message>
        <source>Against the patient&apos;s last earlier head CT; larger: by over 6 mL or 33 %, clear of uncertainty</source>
        <translation>Respecto a la última TC de cráneo anterior del paciente; mayor: en más de 6 mL o 33&#xa0;%, fuera de la incertidumbre</translation>
    </message>
    <message>
        <source>Accession number</source>
        <translation>Número de petición (Accession Number)</translation>
    </message>
    <message>
        <source>Study time</source>
        <translation>Fecha</translation>
    </message>
    <message>
        <source>Study date and time, as the scanner wrote them</source>
        <translation>Fecha y hora del estudio, como las escribió el escáner</translation>
    </message>
    <message>
        <source>Description</source>
        <translation>Descripción</translation>
    </message>
    <message>
        <source>Study description</source>
        <translation>Descripción del estudio</translation>
    </message>
    <message>
        <source>Station</source>
        <translation>Estación</translation>
    </message>
    <message>
        <source>Station name of the scanner</source>
        <translation>Nombre de estación del escáner</translation>
    </message>
    <message>
        <source>Read by</source>
        <translation>Leído por</translation>
    </message>
    <message>
        <source>Who marked the study as read, or who says to read it now</source>
        <translation>Quién marcó el estudio como leído, o dice leerlo ahora</translation>
    </message>
    <message>
        <source>Urgent</source>
        <extracomment>Letters of a name or description in the pop-up of a row.</extracomment>
        <translation>Urgente</translation>
    </message>
    <message>
        <source>Unknown</source>
        <translation>Desconocido</translation>
    </message>
    <message>
        <source>In turn</source>
        <translation>En su turno</translation>
    </message>
    <message>
        <source>Read</source>
        <translation>Leído</translation>
    </message>
    <message>
        <source>emergency</source>
        <translation>urgencia</translation>
    </message>
    <message>
        <source>pinned</source>
        <translation>fijado</translation>
    </message>
    <message>
        <source>flagged</source>
        <translation>marcado</translation>
    </message>
    <message>
        <source>claimed</source>
        <translation>reservado</translation>
    </message>
    <message>
        <source>note</source>
        <translation>nota</translation>
    </message>
    <message>
        <source>verdict</source>
        <translation>juicio</translation>
    </message>
    <message>
        <source>second reader disagrees</source>
        <translation>segundo lector en desacuerdo</translation>
    </message>
    <message>
        <source>{name} reads it</source>
        <translation>{name} lo lee</translation>
    </message>
    <message>
        <source>Note: {text}</source>
        <translation>Nota: {text}</translation>
    </message>
    <message>
        <source>&amp;Strip on top of all windows</source>
        <translation>&amp;Franja sobre todas las ventanas</translation>
    </message>
    <message>
        <source>&amp;Department</source>
        <translation>&amp;Departamento</translation>
    </message>
    <message>
        <source>&amp;Cover the windows</source>
        <translation>&amp;Cubrir las ventanas</translation>
    </message>
    <message>
        <source>Earlier study</source>
        <extracomment>The :class:`Window` that the reader wants here, as on every page. The :class:`app.domain.follow_up.FollowUp` of the open study and the prior that is shown.</extracomment>
        <translation>Estudio anterior</translation>
    </message>
    <message>
        <source>Type</source>
        <extracomment>Columns of numbers.</extracomment>
        <translation>Tipo</translation>
    </message>
    <message>
        <source>mL: voxels of the mask times their true size; the interval takes the mask&apos;s surface to be right within half a voxel and says nothing of larger errors. Side and region: by position in the skull alone. ≠: ABC/2 differs from the mask by more than 30 %. Slices count from the skull base. Brain window, 80/40 HU.</source>
        <extracomment>A report shows at most so many slices.</extracomment>
        <translation>mL: vóxeles de la máscara por su tamaño real; el intervalo supone que la superficie de la máscara es correcta con medio vóxel de margen y no dice nada de errores mayores. Lado y región: solo según la posición en el cráneo. ≠: ABC/2 difiere de la máscara en más del 30&#xa0;%. Los cortes se cuentan desde la base del cráneo. Ventana cerebral, 80/40 UH.</translation>
    </message>
    <message>
        <source>Larger and smaller: by more than 6 mL or 33 %, and clear of the 95 % intervals of both volumes.</source>
        <translation>Mayor y menor: en más de 6 mL o 33&#xa0;%, y fuera de los intervalos del 95&#xa0;% de ambos volúmenes.</translation>
    </message>
    <message>
        <source>Slice {number}</source>
        <extracomment>Warnings that name a day, and so are left out where nothing may tell who it was.</extracomment>
        <translation>Corte {number}</translation>
    </message>
    <message>
        <source>Model {model} ({digest}), Firstread {version}.</source>
        <translation>Modelo {model} ({digest}), Firstread {version}.</translation>
    </message>
    <message>
        <source>Head CT: probable intracranial hemorrhage</source>
        <translation>TC de cráneo: probable hemorragia intracraneal</translation>
    </message>
    <message>
        <source>Made by a program; look at the images themselves.</source>
        <translation>Hecho por un programa; mire usted las propias imágenes.</translation>
    </message>
    <message>
        <source>The program answers: {finding}.</source>
        <translation>Resultado del programa: {finding}.</translation>
    </message>
    <message>
        <source>Result</source>
        <translation>Resultado</translation>
    </message>
    <message>
        <source>No lesion above the threshold. That does not rule out hemorrhage.</source>
        <translation>Ninguna lesión por encima del umbral. Eso no descarta una hemorragia.</translation>
    </message>
    <message>
        <source>Totals</source>
        <translation>Totales</translation>
    </message>
    <message>
        <source>Key slices</source>
        <translation>Cortes clave</translation>
    </message>
    <message>
        <source>Masks and volumes below were edited by a reader</source>
        <translation>Un lector ha editado las máscaras y los volúmenes de abajo</translation>
    </message>
    <message>
        <source>Masks and volumes below were edited by reader {name}, {at}</source>
        <translation>{name} ha editado las máscaras y los volúmenes de abajo, {at}</translation>
    </message>
    <message>
        <source>score and probability are the program&apos;s own.</source>
        <translation>la puntuación y la probabilidad son las del programa.</translation>
    </message>
    <message>
        <source>Measured by the reader on slice {number}: distance of the septum from the line between the attachments of the falx.</source>
        <translation>Medida por el lector en el corte {number}: distancia del septo a la línea entre las inserciones de la hoz.</translation>
    </message>
    <message>
        <source>Midline</source>
        <translation>Línea media</translation>
    </message>
    <message>
        <source>Since the earlier study</source>
        <translation>Desde el estudio anterior</translation>
    </message>
    <message>
        <source>Before, mL</source>
        <translation>Antes, mL</translation>
    </message>
    <message>
        <source>Now, mL</source>
        <translation>Ahora, mL</translation>
    </message>
    <message>
        <source>Change, mL</source>
        <translation>Cambio, mL</translation>
    </message>
    <message>
        <source>Change, %</source>
        <translation>Cambio, %</translation>
    </message>
    <message>
        <source>90 or older</source>
        <translation>90 o más</translation>
    </message>
    <message>
        <source>de-identified</source>
        <translation>desidentificado</translation>
    </message>
    <message>
        <source>Patient ID</source>
        <translation>ID del paciente</translation>
    </message>
    <message>
        <source>Age, sex</source>
        <translation>Edad, sexo</translation>
    </message>
    <message>
        <source>Study</source>
        <translation>Estudio</translation>
    </message>
    <message>
        <source>Printed</source>
        <translation>Impreso</translation>
    </message>
    <message>
        <source>Change in volume by type</source>
        <translation>Cambio de volumen por tipo</translation>
    </message>
    <message>
        <source>Registering the earlier study</source>
        <translation>Registrando el estudio anterior</translation>
    </message>
    <message>
        <source>Segmentation</source>
        <translation>Segmentación</translation>
    </message>
    <message>
        <source>Structure set</source>
        <translation>Conjunto de estructuras</translation>
    </message>
    <message>
        <source>Product not named</source>
        <translation>Producto sin nombre</translation>
    </message>
    <message>
        <source>date not known</source>
        <translation>fecha desconocida</translation>
    </message>
    <message>
        <source>The two do not lie well on each other: do not compare them pixel by pixel.</source>
        <translation>Los dos no se superponen bien: no los compare píxel a píxel.</translation>
    </message>
    <message>
        <source>The two studies carry different names: make sure that it is the same patient.</source>
        <translation>Los dos estudios llevan nombres distintos: compruebe que es el mismo paciente.</translation>
    </message>
    <message>
        <source>Registered, interpolated</source>
        <translation>Registrado, interpolado</translation>
    </message>
    <message>
        <source>Total</source>
        <translation>Total</translation>
    </message>
    <message>
        <source>Take studies &amp;read without a verdict for agreement</source>
        <extracomment>Who finds a negative answer right says nothing: without these studies the rates would be of the errors alone.</extracomment>
        <translation>Tomar los &amp;leídos sin juicio como acuerdo</translation>
    </message>
    <message>
        <source>Period</source>
        <translation>Periodo</translation>
    </message>
    <message>
        <source>by week</source>
        <translation>por semana</translation>
    </message>
    <message>
        <source>by four weeks</source>
        <translation>por cuatro semanas</translation>
    </message>
    <message>
        <source>&amp;Export verdicts without names ...</source>
        <translation>&amp;Exportar juicios sin nombres ...</translation>
    </message>
    <message>
        <source>Agreement over time</source>
        <translation>Concordancia a lo largo del tiempo</translation>
    </message>
    <message>
        <source>Positive answers that are hemorrhage (PPV)</source>
        <translation>Resultados positivos que son hemorragia (VPP)</translation>
    </message>
    <message>
        <source>Hemorrhages with a positive answer (sensitivity)</source>
        <translation>Hemorragias con resultado positivo (sensibilidad)</translation>
    </message>
    <message>
        <source>Others with a negative answer (specificity)</source>
        <translation>Otros con resultado negativo (especificidad)</translation>
    </message>
    <message>
        <source>Negative answers without hemorrhage (NPV)</source>
        <translation>Resultados negativos sin hemorragia (VPN)</translation>
    </message>
    <message>
        <source>PPV</source>
        <translation>VPP</translation>
    </message>
    <message>
        <source>sensitivity</source>
        <translation>sensibilidad</translation>
    </message>
    <message>
        <source>known only with the studies read without a verdict</source>
        <translation>solo se conoce con los estudios leídos sin juicio</translation>
    </message>
    <message>
        <source>No answer was called wrong yet.</source>
        <translation>Aún no se ha dicho que ningún resultado sea erróneo.</translation>
    </message>
    <message>
        <source>{said} verdicts, {silent} studies read without one. Bars and brackets are 95 % intervals (Wilson).</source>
        <translation>{said} juicios, {silent} estudios leídos sin juicio. Barras y corchetes son intervalos del 95&#xa0;% (Wilson).</translation>
    </message>
    <message>
        <source>Who only speaks up when something is wrong makes the program look worse.</source>
        <translation>Quien solo habla cuando algo está mal hace parecer peor al programa.</translation>
    </message>
    <message>
        <source>Department</source>
        <extracomment>What left the program as a file, in a few words without patient data; from the thread that wrote it.</extracomment>
        <translation>Departamento</translation>
    </message>
    <message>
        <source>Scores and flags</source>
        <translation>Puntuaciones y avisos</translation>
    </message>
    <message>
        <source>Threshold</source>
        <extracomment>The threshold that is looked at. Of the studies of this site, the fraction that each threshold of the grid flags; empty without any.</extracomment>
        <translation>Umbral</translation>
    </message>
    <message>
        <source>Reading queue</source>
        <translation>Cola de lectura</translation>
    </message>
    <message>
        <source>Agreement</source>
        <translation>Concordancia</translation>
    </message>
    <message>
        <source>Reading the journal …</source>
        <translation>Leyendo el diario …</translation>
    </message>
    <message>
        <source>The verdicts are written.</source>
        <translation>Los juicios están escritos.</translation>
    </message>
    <message>
        <source>Inpatients</source>
        <translation>Ingresados</translation>
    </message>
    <message>
        <source>Outpatients</source>
        <translation>Ambulatorios</translation>
    </message>
    <message>
        <source>Export verdicts without names</source>
        <translation>Exportar juicios sin nombres</translation>
    </message>
    <message>
        <source>Mean wait against a list without the program</source>
        <translation>Espera media frente a una lista sin el programa</translation>
    </message>
    <message>
        <source>threshold</source>
        <translation>umbral</translation>
    </message>
    <message>
        <source>minutes sooner</source>
        <translation>minutos antes</translation>
    </message>
    <message>
        <source>&amp;Time for a study, all else included</source>
        <translation>&amp;Tiempo por estudio, todo incluido</translation>
    </message>
    <message>
        <source>&amp;Readers</source>
        <translation>&amp;Lectores</translation>
    </message>
    <message>
        <source>studies</source>
        <translation>estudios</translation>
    </message>
    <message>
        <source>without the program</source>
        <translation>sin el programa</translation>
    </message>
    <message>
        <source>with it</source>
        <translation>con él</translation>
    </message>
    <message>
        <source>difference of the mean</source>
        <translation>diferencia de la media</translation>
    </message>
    <message>
        <source>flagged studies</source>
        <translation>estudios avisados</translation>
    </message>
    <message>
        <source>all others</source>
        <translation>todos los demás</translation>
    </message>
    <message>
        <source>today</source>
        <translation>hoy</translation>
    </message>
    <message>
        <source>Today</source>
        <translation>Hoy</translation>
    </message>
    <message>
        <source>Chosen</source>
        <translation>Elegido</translation>
    </message>
    <message>
        <source>others</source>
        <translation>otros</translation>
    </message>
    <message>
        <source>The last {count} arrivals of this workstation, replayed. Waiting times: median, and in brackets what nine of ten stay below. A study is flagged from the moment its answer came. Nobody is faster by another order: what the flagged gain, the others pay.</source>
        <translation>Las últimas {count} llegadas de este puesto, reproducidas. Esperas: mediana, y entre corchetes lo que nueve de cada diez no superan. Un estudio está avisado desde que llegó su resultado. Nadie es más rápido por otro orden: lo que ganan los avisados lo pagan los demás.</translation>
    </message>
    <message>
        <source>No study has arrived yet.</source>
        <translation>Aún no ha llegado ningún estudio.</translation>
    </message>
    <message>
        <source>At {threshold:.2f}:</source>
        <translation>Con {threshold:.2f}:</translation>
    </message>
    <message>
        <source>flagged studies {gain},</source>
        <translation>estudios avisados {gain},</translation>
    </message>
    <message>
        <source>all others {gain}.</source>
        <translation>todos los demás {gain}.</translation>
    </message>
    <message>
        <source>With the sensitivity that was measured, hemorrhages in the mean {gain}.</source>
        <translation>Con la sensibilidad medida, las hemorragias de media {gain}.</translation>
    </message>
    <message>
        <source>the same</source>
        <translation>igual</translation>
    </message>
    <message>
        <source>{time} sooner</source>
        <translation>{time} antes</translation>
    </message>
    <message>
        <source>{time} later</source>
        <translation>{time} después</translation>
    </message>
    <message>
        <source>Scores of the answers</source>
        <translation>Puntuaciones de los resultados</translation>
    </message>
    <message>
        <source>score</source>
        <translation>puntuación</translation>
    </message>
    <message>
        <source>By hour of the day</source>
        <translation>Por hora del día</translation>
    </message>
    <message>
        <source>hour</source>
        <translation>hora</translation>
    </message>
    <message>
        <source>studies a day</source>
        <translation>estudios al día</translation>
    </message>
    <message>
        <source>all studies</source>
        <translation>todos los estudios</translation>
    </message>
    <message>
        <source>{studies} studies in {days:.1f} days, {an_hour:.1f} an hour, {flags:.1f} of them flagged a day. </source>
        <translation>{studies} estudios en {days:.1f} días, {an_hour:.1f} por hora, de ellos {flags:.1f} avisados al día. </translation>
    </message>
    <message>
        <source>{scores} scores of model {model}, {above} at or above its threshold {threshold:.2f}.</source>
        <translation>{scores} puntuaciones del modelo {model}, {above} en el umbral {threshold:.2f} o por encima.</translation>
    </message>
    <message>
        <source>No study has an answer yet.</source>
        <translation>Ningún estudio tiene aún resultado.</translation>
    </message>
    <message>
        <source>Rates by threshold</source>
        <translation>Tasas por umbral</translation>
    </message>
    <message>
        <source>Flags a shift by threshold</source>
        <translation>Avisos por turno según el umbral</translation>
    </message>
    <message>
        <source>flags a shift</source>
        <translation>avisos por turno</translation>
    </message>
    <message>
        <source>&amp;Patients</source>
        <translation>&amp;Pacientes</translation>
    </message>
    <message>
        <source>with &amp;hemorrhage</source>
        <translation>con &amp;hemorragia</translation>
    </message>
    <message>
        <source>&amp;studies a shift</source>
        <translation>&amp;estudios por turno</translation>
    </message>
    <message>
        <source>false alarms</source>
        <translation>falsas alarmas</translation>
    </message>
    <message>
        <source>of the flags true (PPV)</source>
        <translation>de los avisos ciertos (VPP)</translation>
    </message>
    <message>
        <source>missed a shift</source>
        <translation>no detectadas por turno</translation>
    </message>
    <message>
        <source>Threshold {value:.2f}</source>
        <translation>Umbral {value:.2f}</translation>
    </message>
    <message>
        <source>specificity</source>
        <translation>especificidad</translation>
    </message>
    <message>
        <source>PPV here</source>
        <translation>VPP aquí</translation>
    </message>
    <message>
        <source>expected</source>
        <translation>esperado</translation>
    </message>
    <message>
        <source>by the scores of this site</source>
        <translation>según las puntuaciones de este centro</translation>
    </message>
    <message>
        <source>Today, {value:.2f}</source>
        <translation>Hoy, {value:.2f}</translation>
    </message>
    <message>
        <source>The model card has no rates by threshold, and this site has too few verdicts for rates of its own: only the flags by the scores of this site are known.</source>
        <translation>La ficha del modelo no tiene tasas por umbral, y este centro tiene muy pocos juicios para tasas propias: solo se conocen los avisos según las puntuaciones de este centro.</translation>
    </message>
    <message>
        <source>Rates: {source}, {positives} studies with hemorrhage and {negatives} without. </source>
        <translation>Tasas: {source}, {positives} estudios con hemorragia y {negatives} sin ella. </translation>
    </message>
    <message>
        <source>The limits take both 95 % intervals together. They hold only for patients and scanners like those. A threshold is changed with the model, never here.</source>
        <translation>Los límites toman juntos ambos intervalos del 95&#xa0;%. Solo valen para pacientes y escáneres como esos. Un umbral se cambia con el modelo, nunca aquí.</translation>
    </message>
    <message>
        <source>Value under the pointer</source>
        <translation>Valor bajo el puntero</translation>
    </message>
    <message>
        <source>Scroll</source>
        <extracomment>Tool of the left button, icon, name, key, what it does.</extracomment>
        <translation>Desplazar</translation>
    </message>
    <message>
        <source>Left: {tool}. Right: window. Middle: pan. Ctrl and wheel: zoom. Space held: bare image. F1: keys.</source>
        <translation>Izquierdo: {tool}. Derecho: ventana. Central: mover. Control y rueda: zoom. Espacio pulsado: solo la imagen. F1: teclas.</translation>
    </message>
    <message>
        <source>In the worklist</source>
        <extracomment>What no action stands for.</extracomment>
        <translation>En la lista de trabajo</translation>
    </message>
    <message>
        <source>Click, Enter</source>
        <translation>Clic, Intro</translation>
    </message>
    <message>
        <source>open the study</source>
        <translation>abrir el estudio</translation>
    </message>
    <message>
        <source>Up, Down</source>
        <translation>Arriba, Abajo</translation>
    </message>
    <message>
        <source>move without opening</source>
        <translation>moverse sin abrir</translation>
    </message>
    <message>
        <source>Home, End, Page Up, Page Down</source>
        <translation>Inicio, Fin, Re Pág, Av Pág</translation>
    </message>
    <message>
        <source>through the list</source>
        <translation>por la lista</translation>
    </message>
    <message>
        <source>Menu key</source>
        <translation>Tecla Menú</translation>
    </message>
    <message>
        <source>what can be done with the study</source>
        <translation>qué puede hacerse con el estudio</translation>
    </message>
    <message>
        <source>Tab</source>
        <translation>Tab</translation>
    </message>
    <message>
        <source>to the next part of the window</source>
        <translation>a la parte siguiente de la ventana</translation>
    </message>
    <message>
        <source>Right click on a title</source>
        <translation>Clic derecho en un título</translation>
    </message>
    <message>
        <source>choose columns</source>
        <translation>elegir columnas</translation>
    </message>
    <message>
        <source>Esc in the search</source>
        <translation>Esc en la búsqueda</translation>
    </message>
    <message>
        <source>empty it, then back to the list</source>
        <translation>vaciarla, después volver a la lista</translation>
    </message>
    <message>
        <source>Down in the search</source>
        <translation>Abajo en la búsqueda</translation>
    </message>
    <message>
        <source>back to the list</source>
        <translation>volver a la lista</translation>
    </message>
    <message>
        <source>Ctrl+Enter in a note</source>
        <translation>Control+Intro en una nota</translation>
    </message>
    <message>
        <source>save it</source>
        <translation>guardarla</translation>
    </message>
    <message>
        <source>In the image</source>
        <translation>En la imagen</translation>
    </message>
    <message>
        <source>Wheel, Up, Down</source>
        <translation>Rueda, Arriba, Abajo</translation>
    </message>
    <message>
        <source>through the slices; up is towards the head</source>
        <translation>por los cortes; hacia arriba es hacia la cabeza</translation>
    </message>
    <message>
        <source>Page Up, Page Down</source>
        <translation>Re Pág, Av Pág</translation>
    </message>
    <message>
        <source>five slices</source>
        <translation>cinco cortes</translation>
    </message>
    <message>
        <source>Home, End</source>
        <translation>Inicio, Fin</translation>
    </message>
    <message>
        <source>vertex, skull base</source>
        <translation>vértex, base del cráneo</translation>
    </message>
    <message>
        <source>Left drag</source>
        <translation>Arrastrar con el izquierdo</translation>
    </message>
    <message>
        <source>as the chosen tool says</source>
        <translation>según la herramienta elegida</translation>
    </message>
    <message>
        <source>Right drag</source>
        <translation>Arrastrar con el derecho</translation>
    </message>
    <message>
        <source>window: to the sides width, up and down level</source>
        <translation>ventana: a los lados el ancho, arriba y abajo el nivel</translation>
    </message>
    <message>
        <source>Ctrl and wheel, middle drag</source>
        <translation>Control y rueda, arrastrar con el central</translation>
    </message>
    <message>
        <source>zoom, move</source>
        <translation>zoom, mover</translation>
    </message>
    <message>
        <source>Space, held</source>
        <translation>Espacio, pulsado</translation>
    </message>
    <message>
        <source>bare image</source>
        <translation>solo la imagen</translation>
    </message>
    <message>
        <source>Esc</source>
        <translation>Esc</translation>
    </message>
    <message>
        <source>give up a measurement, close the other results</source>
        <translation>abandonar una medición, cerrar los otros resultados</translation>
    </message>
    <message>
        <source>Ctrl+Z, Ctrl+Shift+Z</source>
        <translation>Control+Z, Control+Mayúsculas+Z</translation>
    </message>
    <message>
        <source>while masks are edited: take back, make again</source>
        <translation>al editar máscaras: deshacer, rehacer</translation>
    </message>
    <message>
        <source>Click, drag in a reformat</source>
        <translation>Clic, arrastrar en una reconstrucción</translation>
    </message>
    <message>
        <source>move the crosshair</source>
        <translation>mover la cruz</translation>
    </message>
    <message>
        <source>Image and reading</source>
        <translation>Imagen y lectura</translation>
    </message>
    <message>
        <source>Keys</source>
        <translation>Teclas</translation>
    </message>
    <message numerus="yes">
        <source>%n studies opened.</source>
        <extracomment>Key of the columns&apos; layout; one of another number of columns is of an older version and would hide the new ones. What left the program as a file, in a few words without patient data; emitted from the thread that wrote it. Studies that the reader will probably open next: a tuple of their Study Instance UIDs. The study that an action is about, or what is known of it, may be another one now. The reader wants to open images from a disk. Files and folders that were dropped on the window: a tuple of Path. The latest word of each part of the machine, by its kind and name.</extracomment>
        <translation>
            <numerusform>%n estudio abierto.</numerusform>
            <numerusform>%n estudios abiertos.</numerusform>
        </translation>
    </message>
    <message>
        <source>Loading …</source>
        <translation>Cargando …</translation>
    </message>
    <message>
        <source>The study will be fetched and analysed again.</source>
        <translation>El estudio se recuperará y analizará de nuevo.</translation>
    </message>
    <message>
        <source>The study is taken off the line; it stays in the list, and can be fetched and analysed again.</source>
        <translation>El estudio se retira del proceso; sigue en la lista y puede recuperarse y analizarse de nuevo.</translation>
    </message>
    <message>
        <source>Summary copied; it names no patient.</source>
        <translation>Resumen copiado; no nombra a ningún paciente.</translation>
    </message>
    <message numerus="yes">
        <source>%n studies written.</source>
        <translation>
            <numerusform>%n estudio escrito.</numerusform>
            <numerusform>%n estudios escritos.</numerusform>
        </translation>
    </message>
    <message>
        <source>Mark as &amp;unread</source>
        <translation>Marcar como &amp;no leído</translation>
    </message>
    <message>
        <source>Mark as &amp;read</source>
        <translation>Marcar como &amp;leído</translation>
    </message>
    <message>
        <source>Do not &amp;keep on top</source>
        <translation>No &amp;mantener arriba</translation>
    </message>
    <message>
        <source>&amp;Keep on top</source>
        <translation>&amp;Mantener arriba</translation>
    </message>
    <message>
        <source>&amp;Open</source>
        <translation>&amp;Abrir</translation>
    </message>
    <message>
        <source>Fetch and analyse &amp;again</source>
        <translation>Recuperar y analizar de &amp;nuevo</translation>
    </message>
    <message>
        <source>&amp;Take off the line</source>
        <translation>&amp;Retirar del proceso</translation>
    </message>
    <message>
        <source>&amp;Copy summary sentence</source>
        <translation>&amp;Copiar la frase de resumen</translation>
    </message>
    <message>
        <source>&amp;Export results ...</source>
        <translation>&amp;Exportar resultados ...</translation>
    </message>
    <message>
        <source>Open from &amp;disk ...</source>
        <translation>Abrir &amp;desde un disco ...</translation>
    </message>
    <message>
        <source>&amp;Quit</source>
        <translation>&amp;Salir</translation>
    </message>
    <message>
        <source>&amp;Study</source>
        <translation>&amp;Estudio</translation>
    </message>
    <message>
        <source>&amp;View</source>
        <translation>&amp;Ver</translation>
    </message>
    <message>
        <source>Bring in &amp;urgent studies</source>
        <translation>Traer los &amp;urgentes</translation>
    </message>
    <message>
        <source>&amp;Pause fetching and analysing</source>
        <translation>&amp;Pausar recuperación y análisis</translation>
    </message>
    <message>
        <source>&amp;Pipeline</source>
        <translation>&amp;Proceso</translation>
    </message>
    <message>
        <source>&amp;About Firstread</source>
        <translation>&amp;Acerca de Firstread</translation>
    </message>
    <message>
        <source>&amp;Help</source>
        <translation>A&amp;yuda</translation>
    </message>
    <message>
        <source>&amp;Keys</source>
        <translation>&amp;Teclas</translation>
    </message>
    <message>
        <source>Brush</source>
        <extracomment>A :class:`ReaderResult`, or None where nothing is changed any more. Show the algorithm&apos;s own result for a look. One sentence for the reader. Who edits.</extracomment>
        <translation>Pincel</translation>
    </message>
    <message>
        <source>Paint the chosen type with the left button</source>
        <translation>Pintar el tipo elegido con el botón izquierdo</translation>
    </message>
    <message>
        <source>Erase</source>
        <translation>Borrar</translation>
    </message>
    <message>
        <source>Erase with the left button</source>
        <translation>Borrar con el botón izquierdo</translation>
    </message>
    <message>
        <source>Type to paint</source>
        <translation>Tipo que se pinta</translation>
    </message>
    <message>
        <source>Size of the brush in mm</source>
        <translation>Tamaño del pincel en mm</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>Deshacer</translation>
    </message>
    <message>
        <source>Take the latest step back; Ctrl+Z while the image has the focus</source>
        <translation>Deshacer el último paso; Control+Z mientras la imagen tenga el foco</translation>
    </message>
    <message>
        <source>Redo</source>
        <translation>Rehacer</translation>
    </message>
    <message>
        <source>Make it again; Ctrl+Shift+Z while the image has the focus</source>
        <translation>Hacerlo de nuevo; Control+Mayúsculas+Z mientras la imagen tenga el foco</translation>
    </message>
    <message>
        <source>Show original</source>
        <translation>Mostrar el original</translation>
    </message>
    <message>
        <source>Done</source>
        <translation>Listo</translation>
    </message>
    <message>
        <source>The edit could not be made ({error}).</source>
        <translation>No se pudo hacer la edición ({error}).</translation>
    </message>
    <message>
        <source>Note</source>
        <translation>Nota</translation>
    </message>
    <message>
        <source>The note stays on this workstation. It is in no export and in no log.</source>
        <translation>La nota queda en este puesto. No está en ninguna exportación ni registro.</translation>
    </message>
    <message>
        <source>The other workstations show this note too: the department&apos;s database keeps it as written. It is in no export and in no log.</source>
        <translation>Las demás estaciones también muestran esta nota: la base de datos del servicio la guarda tal como está escrita. No aparece en ninguna exportación ni en ningún registro.</translation>
    </message>
    <message>
        <source>Reading the key slice …</source>
        <extracomment>Key as it was asked for, and a (QImage, caption) or None.</extracomment>
        <translation>Leyendo el corte clave …</translation>
    </message>
    <message>
        <source>No key slice: its images are no longer here.</source>
        <translation>Sin corte clave: sus imágenes ya no están aquí.</translation>
    </message>
    <message>
        <source>Key slice {number} of {count}, brain window</source>
        <translation>Corte clave {number} de {count}, ventana cerebral</translation>
    </message>
    <message>
        <source>No viewer is set; see menu Tools, Settings, page Viewer of the PACS.</source>
        <translation>No hay visor configurado; vea el menú Herramientas, Ajustes, página Visor del PACS.</translation>
    </message>
    <message>
        <source>The viewer of the PACS could not be started.</source>
        <translation>No se pudo iniciar el visor del PACS.</translation>
    </message>
    <message>
        <source>C&amp;laim</source>
        <translation>R&amp;eservar</translation>
    </message>
    <message>
        <source>Take o&amp;ver the claim</source>
        <translation>&amp;Tomar la reserva</translation>
    </message>
    <message>
        <source>&amp;Flag</source>
        <translation>&amp;Marcar</translation>
    </message>
    <message>
        <source>&amp;Note ...</source>
        <translation>&amp;Nota ...</translation>
    </message>
    <message>
        <source>Open in the viewer of the &amp;PACS</source>
        <translation>Abrir en el visor del &amp;PACS</translation>
    </message>
    <message>
        <source>&amp;Yes, the answer is right</source>
        <translation>&amp;Sí, el resultado es correcto</translation>
    </message>
    <message>
        <source>&amp;Not hemorrhage ...</source>
        <translation>&amp;No es hemorragia ...</translation>
    </message>
    <message>
        <source>Wrong &amp;type ...</source>
        <translation>&amp;Tipo equivocado ...</translation>
    </message>
    <message>
        <source>Ans&amp;wer</source>
        <translation>Res&amp;ultado</translation>
    </message>
    <message>
        <source>Give free, c&amp;laim no more</source>
        <translation>Liberar, no r&amp;eservar más</translation>
    </message>
    <message>
        <source>Take the &amp;flag away</source>
        <translation>Quitar la &amp;marca</translation>
    </message>
    <message>
        <source>&amp;Missed hemorrhage ...</source>
        <translation>Hemorragia n&amp;o detectada ...</translation>
    </message>
    <message>
        <source>{reader} has claimed this study; Shift+C takes it over.</source>
        <translation>{reader} ha reservado este estudio; Mayúsculas+C lo toma.</translation>
    </message>
    <message>
        <source>Given free.</source>
        <translation>Liberado.</translation>
    </message>
    <message>
        <source>Claimed: the others see that you read it.</source>
        <translation>Reservado: los demás ven que usted lo lee.</translation>
    </message>
    <message>
        <source>Taken over from {reader}.</source>
        <translation>Tomado de {reader}.</translation>
    </message>
    <message>
        <source>The verdict is taken back.</source>
        <translation>El juicio se ha retirado.</translation>
    </message>
    <message>
        <source>Noted: {verdict}.</source>
        <translation>Anotado: {verdict}.</translation>
    </message>
    <message>
        <source>Opened in the viewer of the PACS.</source>
        <translation>Abierto en el visor del PACS.</translation>
    </message>
    <message>
        <source>Axial plane</source>
        <extracomment>Thicknesses of a slab in mm; 0 is a plane of its own. The axial slice through the crosshair. The :class:`Window` that the reader wants here, as on every page. Name and ID of the patient, written over the axial plane.</extracomment>
        <translation>Plano axial</translation>
    </message>
    <message>
        <source>Coronal plane</source>
        <translation>Plano coronal</translation>
    </message>
    <message>
        <source>Sagittal plane</source>
        <translation>Plano sagital</translation>
    </message>
    <message>
        <source>One voxel</source>
        <translation>Un vóxel</translation>
    </message>
    <message>
        <source>Thickness of the slab</source>
        <translation>Grosor de la lámina</translation>
    </message>
    <message>
        <source>Mean</source>
        <translation>Media</translation>
    </message>
    <message>
        <source>Mean of the slab, or its brightest voxels (maximum intensity projection)</source>
        <translation>Media de la lámina, o sus vóxeles más claros (proyección de máxima intensidad)</translation>
    </message>
    <message>
        <source>How a slab is made</source>
        <translation>Cómo se hace una lámina</translation>
    </message>
    <message>
        <source>Window</source>
        <translation>Ventana</translation>
    </message>
    <message>
        <source>Masks</source>
        <translation>Máscaras</translation>
    </message>
    <message>
        <source>Slab</source>
        <translation>Lámina</translation>
    </message>
    <message>
        <source>A stack of slices is needed for reformats.</source>
        <translation>Para las reconstrucciones hace falta una pila de cortes.</translation>
    </message>
    <message>
        <source>Report</source>
        <extracomment>What was written, in a few words without patient data.</extracomment>
        <translation>Informe</translation>
    </message>
    <message>
        <source>De-identified: no name, identifiers and dates</source>
        <translation>Desidentificado: sin nombre, identificadores ni fechas</translation>
    </message>
    <message>
        <source>Drawing the page</source>
        <translation>Dibujando la página</translation>
    </message>
    <message>
        <source>Save as PDF ...</source>
        <translation>Guardar como PDF ...</translation>
    </message>
    <message>
        <source>Save as PNG ...</source>
        <translation>Guardar como PNG ...</translation>
    </message>
    <message>
        <source>Written.</source>
        <translation>Escrito.</translation>
    </message>
    <message>
        <source>Save the report</source>
        <translation>Guardar el informe</translation>
    </message>
    <message>
        <source>Words are looked for in all columns. Terms ask one column:
type:SDH  ml:&gt;10  prob:50-90  age:&gt;80  state:failed  desc:&quot;head wo&quot;  station:CT1
is:unread  is:urgent  is:emergency  is:mine  is:flagged  is:unanswered
A minus before a term means not. Esc empties the line.</source>
        <extracomment>A search waits this long for the next letter.</extracomment>
        <translation>Las palabras se buscan en todas las columnas. Los términos preguntan por una columna:
type:SDH  ml:&gt;10  prob:50-90  age:&gt;80  state:failed  desc:&quot;head wo&quot;  station:CT1
is:unread  is:urgent  is:emergency  is:mine  is:flagged  is:unanswered
Un menos delante de un término significa no. Esc vacía la línea.</translation>
    </message>
    <message>
        <source>View</source>
        <extracomment>Esc or Down in the line: the reader wants back to the list.</extracomment>
        <translation>Vista</translation>
    </message>
    <message>
        <source>Views: a search with a name</source>
        <translation>Vistas: una búsqueda con nombre</translation>
    </message>
    <message>
        <source>Search the worklist</source>
        <translation>Buscar en la lista de trabajo</translation>
    </message>
    <message>
        <source>Search: words, or type:SDH ml:&gt;10 is:unread</source>
        <translation>Buscar: palabras, o type:SDH ml:&gt;10 is:unread</translation>
    </message>
    <message>
        <source>Save or remove a view</source>
        <translation>Guardar o quitar una vista</translation>
    </message>
    <message>
        <source>Save this search as a view, or remove a view of your own</source>
        <translation>Guardar esta búsqueda como vista, o quitar una vista propia</translation>
    </message>
    <message>
        <source>&amp;Save this search as a view ...</source>
        <translation>&amp;Guardar esta búsqueda como vista ...</translation>
    </message>
    <message>
        <source>&amp;Remove this view</source>
        <translation>&amp;Quitar esta vista</translation>
    </message>
    <message>
        <source>Save a view</source>
        <translation>Guardar una vista</translation>
    </message>
    <message>
        <source>Name of the view:</source>
        <translation>Nombre de la vista:</translation>
    </message>
    <message>
        <source>(search)</source>
        <translation>(búsqueda)</translation>
    </message>
    <message>
        <source>Firstread: urgent studies</source>
        <extracomment>Study Instance UID of the study that was clicked.</extracomment>
        <translation>Firstread: estudios urgentes</translation>
    </message>
    <message>
        <source>Hide the strip; Ctrl+T shows it again</source>
        <translation>Ocultar la franja; Control+T la muestra de nuevo</translation>
    </message>
    <message>
        <source>Hide the strip</source>
        <translation>Ocultar la franja</translation>
    </message>
    <message numerus="yes">
        <source>urgent, the oldest waits {time}</source>
        <translation>
            <numerusform>urgente, el más antiguo espera {time}</numerusform>
            <numerusform>urgentes, el más antiguo espera {time}</numerusform>
        </translation>
    </message>
    <message>
        <source>Slice strip</source>
        <extracomment>Sides of the small pictures, in pixels; there are none where a slice has less room than the least.</extracomment>
        <translation>Tira de cortes</translation>
    </message>
    <message>
        <source>Slice {number} of {count}</source>
        <extracomment>A step to the next slice that is longer than the usual one by this factor is a gap.</extracomment>
        <translation>Corte {number} de {count}</translation>
    </message>
    <message>
        <source>score {score}</source>
        <translation>puntuación {score}</translation>
    </message>
    <message>
        <source>No study is open</source>
        <extracomment>The slice on the screen changed: its index. The threshold for looking changed: an :class:`app.models.view_threshold.Filtered`, or None without a result.</extracomment>
        <translation>No hay ningún estudio abierto</translation>
    </message>
    <message>
        <source>Click a study in the worklist, or press Enter on it.</source>
        <translation>Haga clic en un estudio de la lista, o pulse Intro sobre él.</translation>
    </message>
    <message>
        <source>Loading</source>
        <translation>Cargando</translation>
    </message>
    <message>
        <source>Reading the images of this study.</source>
        <translation>Leyendo las imágenes de este estudio.</translation>
    </message>
    <message>
        <source>No series of this study could be read.</source>
        <translation>No se pudo leer ninguna serie de este estudio.</translation>
    </message>
    <message>
        <source>This study cannot be shown</source>
        <translation>Este estudio no se puede mostrar</translation>
    </message>
    <message>
        <source>The masks belong to another series and are not drawn on this one.</source>
        <translation>Las máscaras son de otra serie y no se dibujan en esta.</translation>
    </message>
    <message>
        <source>Next finding</source>
        <translation>Hallazgo siguiente</translation>
    </message>
    <message>
        <source>Towards the head</source>
        <translation>Hacia la cabeza</translation>
    </message>
    <message>
        <source>Previous finding</source>
        <translation>Hallazgo anterior</translation>
    </message>
    <message>
        <source>Towards the skull base</source>
        <translation>Hacia la base del cráneo</translation>
    </message>
    <message>
        <source>&amp;Image</source>
        <translation>&amp;Imagen</translation>
    </message>
    <message>
        <source>Opacity of the masks</source>
        <translation>Opacidad de las máscaras</translation>
    </message>
    <message>
        <source>Location {mm} mm, {apart} mm apart</source>
        <translation>Posición {mm} mm, separación {apart} mm</translation>
    </message>
    <message>
        <source>Zoom {percent} %</source>
        <translation>Zoom {percent}&#xa0;%</translation>
    </message>
    <message>
        <source>Inverted: dense is dark</source>
        <translation>Invertido: lo denso es oscuro</translation>
    </message>
    <message>
        <source>Gantry tilt {degrees}</source>
        <translation>Inclinación del gantry {degrees}</translation>
    </message>
    <message>
        <source>Location {mm} mm</source>
        <translation>Posición {mm} mm</translation>
    </message>
    <message>
        <source>Gap of {mm} mm above this slice</source>
        <translation>Hueco de {mm} mm por encima de este corte</translation>
    </message>
    <message>
        <source>Gap of {mm} mm below this slice</source>
        <translation>Hueco de {mm} mm por debajo de este corte</translation>
    </message>
    <message>
        <source>Radiological: R on the left</source>
        <translation>Radiológico: R a la izquierda</translation>
    </message>
    <message>
        <source>FLIPPED: {left} on the left, {top} on top</source>
        <translation>VOLTEADO: {left} a la izquierda, {top} arriba</translation>
    </message>
    <message>
        <source>born {date}</source>
        <translation>nacido/a {date}</translation>
    </message>
    <message>
        <source>ID {id}</source>
        <translation>ID {id}</translation>
    </message>
    <message>
        <source>Accession {number}</source>
        <translation>Petición {number}</translation>
    </message>
    <message>
        <source>No result</source>
        <translation>Sin resultado</translation>
    </message>
    <message>
        <source>Model {model}, {provider}</source>
        <translation>Modelo {model}, {provider}</translation>
    </message>
    <message>
        <source>Edited by reader</source>
        <translation>Editado por el lector</translation>
    </message>
    <message>
        <source>Computed by the department&apos;s detector</source>
        <translation>Calculado por el detector del departamento</translation>
    </message>
    <message>
        <source>Earlier answer</source>
        <translation>Resultado anterior</translation>
    </message>
    <message>
        <source>View only at threshold {threshold}; the result is unchanged at {stored}</source>
        <translation>Solo vista con umbral {threshold}; el resultado con {stored} no cambia</translation>
    </message>
    <message>
        <source>Archive: not asked yet</source>
        <translation>Archivo: aún sin consultar</translation>
    </message>
    <message>
        <source>Queue: {work}</source>
        <translation>Cola: {work}</translation>
    </message>
    <message>
        <source>empty</source>
        <translation>vacía</translation>
    </message>
    <message>
        <source>Device: starting</source>
        <translation>Procesador: iniciando</translation>
    </message>
    <message>
        <source>{archive}: connected</source>
        <translation>{archive}: conectado</translation>
    </message>
    <message>
        <source>{archive}: not reachable</source>
        <translation>{archive}: no accesible</translation>
    </message>
    <message numerus="yes">
        <source>%n not listed</source>
        <translation>
            <numerusform>%n sin listar</numerusform>
            <numerusform>%n sin listar</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n studies of the archive cannot be listed here: they have no valid Study Instance UID. Look for them in the PACS.</source>
        <translation>
            <numerusform>%n estudio del archivo no puede aparecer aquí: no tiene un Study Instance UID válido. Búsquelo en el PACS.</numerusform>
            <numerusform>%n estudios del archivo no pueden aparecer aquí: no tienen un Study Instance UID válido. Búsquelos en el PACS.</numerusform>
        </translation>
    </message>
    <message>
        <source>slices</source>
        <translation>cortes</translation>
    </message>
    <message>
        <source>slice spacing in mm</source>
        <translation>separación de cortes en mm</translation>
    </message>
    <message>
        <source>brain in HU</source>
        <translation>cerebro en UH</translation>
    </message>
    <message numerus="yes">
        <source>%n fetching</source>
        <translation>
            <numerusform>%n recuperándose</numerusform>
            <numerusform>%n recuperándose</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n waiting</source>
        <translation>
            <numerusform>%n en espera</numerusform>
            <numerusform>%n en espera</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n analysing</source>
        <translation>
            <numerusform>%n en análisis</numerusform>
            <numerusform>%n en análisis</numerusform>
        </translation>
    </message>
    <message>
        <source>{answered}, of them {promoted} to the top</source>
        <translation>{answered}, de ellos {promoted} arriba</translation>
    </message>
    <message>
        <source>Studies in the last hour</source>
        <translation>Estudios en la última hora</translation>
    </message>
    <message>
        <source>Answered in 24 hours</source>
        <translation>Con resultado en 24 horas</translation>
    </message>
    <message>
        <source>Last image to answer</source>
        <translation>De la última imagen al resultado</translation>
    </message>
    <message>
        <source>Last image to the top</source>
        <translation>De la última imagen a la cabeza de la lista</translation>
    </message>
    <message>
        <source>Queue</source>
        <translation>Cola</translation>
    </message>
    <message>
        <source>No answer in 24 hours</source>
        <translation>Sin resultado en 24 horas</translation>
    </message>
    <message>
        <source>none</source>
        <translation>ninguno</translation>
    </message>
    <message>
        <source>Device</source>
        <translation>Dispositivo</translation>
    </message>
    <message>
        <source>starting</source>
        <translation>iniciando</translation>
    </message>
    <message>
        <source>Graphics processors</source>
        <translation>Procesadores gráficos</translation>
    </message>
    <message>
        <source>none that tells of its load</source>
        <translation>ninguno que indique su carga</translation>
    </message>
    <message>
        <source>Drift of the scores</source>
        <translation>Deriva de las puntuaciones</translation>
    </message>
    <message>
        <source>Images: {what}</source>
        <translation>Imágenes: {what}</translation>
    </message>
    <message>
        <source>median {median}</source>
        <translation>mediana {median}</translation>
    </message>
    <message>
        <source>load not told</source>
        <translation>carga desconocida</translation>
    </message>
    <message>
        <source>{share} busy</source>
        <translation>ocupado al {share}</translation>
    </message>
    <message>
        <source>{used} of {total} GB in use</source>
        <translation>{used} de {total} GB en uso</translation>
    </message>
    <message>
        <source>none yet</source>
        <translation>ninguno todavía</translation>
    </message>
    <message>
        <source>median {median} s, 95 % within {most} s ({count})</source>
        <translation>mediana {median} s, 95 % en menos de {most} s ({count})</translation>
    </message>
    <message numerus="yes">
        <source>%n later</source>
        <translation>
            <numerusform>%n más tarde</numerusform>
            <numerusform>%n más tarde</numerusform>
        </translation>
    </message>
    <message>
        <source>Nothing new is fetched. {reason}</source>
        <translation>No se recupera nada nuevo. {reason}</translation>
    </message>
    <message>
        <source>{queue} (no room)</source>
        <translation>{queue} (sin espacio)</translation>
    </message>
    <message>
        <source>The pipeline is paused: nothing new is fetched or analysed.</source>
        <translation>El proceso está en pausa: no se recupera ni analiza nada nuevo.</translation>
    </message>
    <message>
        <source>{queue} (paused)</source>
        <translation>{queue} (en pausa)</translation>
    </message>
    <message numerus="yes">
        <source>%n wait for their time: for the rest of their images, or for the next attempt.</source>
        <translation>
            <numerusform>%n espera su momento: el resto de sus imágenes o el próximo intento.</numerusform>
            <numerusform>%n esperan su momento: el resto de sus imágenes o el próximo intento.</numerusform>
        </translation>
    </message>
    <message>
        <source>{device} ({provider}), after trouble</source>
        <translation>{device} ({provider}), tras un problema</translation>
    </message>
    <message>
        <source>No earlier head CT of this patient was found.</source>
        <extracomment>Study Instance UID and :class:`ReaderResult` (None: nothing is changed any more) to keep. Study Instance UID and generation: answer with :class:`PriorLoaded`. Study Instance UID and generation: answer with :class:`OtherResultsFound`. What left the program as a file, in a few words without patient data; emitted from any thread. What became of the hemorrhage since the earlier study, as far as it is known.</extracomment>
        <translation>No se encontró ninguna TC de cráneo anterior de este paciente.</translation>
    </message>
    <message numerus="yes">
        <source>%n lesions written.</source>
        <translation>
            <numerusform>%n lesión escrita.</numerusform>
            <numerusform>%n lesiones escritas.</numerusform>
        </translation>
    </message>
    <message>
        <source>&amp;Slices</source>
        <translation>&amp;Cortes</translation>
    </message>
    <message>
        <source>Re&amp;formats</source>
        <translation>Rec&amp;onstrucciones</translation>
    </message>
    <message>
        <source>&amp;Compare with the earlier study</source>
        <translation>&amp;Comparar con el estudio anterior</translation>
    </message>
    <message>
        <source>&amp;Edit masks</source>
        <translation>&amp;Editar máscaras</translation>
    </message>
    <message>
        <source>&amp;Results of other products</source>
        <translation>&amp;Resultados de otros productos</translation>
    </message>
    <message>
        <source>&amp;Print report ...</source>
        <translation>&amp;Imprimir informe ...</translation>
    </message>
    <message>
        <source>Copy lesion &amp;table</source>
        <translation>Copiar la &amp;tabla de lesiones</translation>
    </message>
    <message>
        <source>Export &amp;lesions as CSV ...</source>
        <translation>Exportar &amp;lesiones como CSV ...</translation>
    </message>
    <message>
        <source>Looking for an earlier study</source>
        <extracomment>For the menus View and Study.</extracomment>
        <translation>Buscando un estudio anterior</translation>
    </message>
    <message>
        <source>Lesion table copied; it names no patient.</source>
        <translation>Tabla de lesiones copiada; no nombra a ningún paciente.</translation>
    </message>
    <message>
        <source>Export the lesions</source>
        <translation>Exportar las lesiones</translation>
    </message>
    <message>
        <source>Show boxes and lesions as of another threshold; the result stays as it is</source>
        <extracomment>The threshold for looking, or None for the stored one.</extracomment>
        <translation>Mostrar recuadros y lesiones como con otro umbral; el resultado sigue igual</translation>
    </message>
    <message>
        <source>Threshold, for looking only</source>
        <translation>Umbral, solo para mirar</translation>
    </message>
    <message>
        <source>Back to the threshold of the result</source>
        <translation>Volver al umbral del resultado</translation>
    </message>
    <message>
        <source>{threshold} view only</source>
        <translation>{threshold} solo vista</translation>
    </message>
    <message>
        <source>Show the worklist</source>
        <extracomment>The reader wants the window; with the Study Instance UID of the study to point at, or an empty text.</extracomment>
        <translation>Mostrar la lista de trabajo</translation>
    </message>
    <message>
        <source>Show the strip</source>
        <translation>Mostrar la franja</translation>
    </message>
    <message>
        <source>End Firstread</source>
        <translation>Salir de Firstread</translation>
    </message>
    <message>
        <source>{verdict}: why?</source>
        <extracomment>Takes a verdict, or None to take the verdict back, and a reason code.</extracomment>
        <translation>{verdict}: ¿por qué?</translation>
    </message>
    <message>
        <source>Take the verdict back</source>
        <translation>Retirar el juicio</translation>
    </message>
    <message>
        <source>Without a reason</source>
        <translation>Sin motivo</translation>
    </message>
    <message>
        <source>Drag up and down: through the slices</source>
        <translation>Arrastrar arriba y abajo: por los cortes</translation>
    </message>
    <message>
        <source>Drag sideways: width, up and down: level</source>
        <translation>Arrastrar a los lados: ancho, arriba y abajo: nivel</translation>
    </message>
    <message>
        <source>Zoom</source>
        <translation>Zoom</translation>
    </message>
    <message>
        <source>Drag up and down: zoom</source>
        <translation>Arrastrar arriba y abajo: zoom</translation>
    </message>
    <message>
        <source>Pan</source>
        <translation>Mover</translation>
    </message>
    <message>
        <source>Drag: move the image</source>
        <translation>Arrastrar: mover la imagen</translation>
    </message>
    <message>
        <source>Length</source>
        <translation>Longitud</translation>
    </message>
    <message>
        <source>Drag from end to end: mm</source>
        <translation>Arrastrar de extremo a extremo: mm</translation>
    </message>
    <message>
        <source>Angle</source>
        <translation>Ángulo</translation>
    </message>
    <message>
        <source>Drag the first leg to the vertex, then click the end of the second</source>
        <translation>Arrastrar el primer lado hasta el vértice, luego hacer clic al final del segundo</translation>
    </message>
    <message>
        <source>Ellipse</source>
        <translation>Elipse</translation>
    </message>
    <message>
        <source>Drag from corner to corner: mean, SD, range, area</source>
        <translation>Arrastrar de esquina a esquina: media, DE, rango, área</translation>
    </message>
    <message>
        <source>Midline shift</source>
        <translation>Desviación de la línea media</translation>
    </message>
    <message>
        <source>Drag from the front to the back attachment of the falx, then click the septum: mm</source>
        <translation>Arrastrar de la inserción anterior a la posterior de la hoz, luego hacer clic en el septo: mm</translation>
    </message>
    <message>
        <source>Value</source>
        <translation>Valor</translation>
    </message>
    <message>
        <source>Click: keep the HU of a pixel</source>
        <translation>Clic: guardar las UH de un píxel</translation>
    </message>
    <message>
        <source>Masks by type; hold Space for the bare image</source>
        <translation>Máscaras por tipo; mantener Espacio para solo la imagen</translation>
    </message>
    <message>
        <source>Outline</source>
        <translation>Contorno</translation>
    </message>
    <message>
        <source>Masks as outlines, without filling</source>
        <translation>Máscaras como contornos, sin relleno</translation>
    </message>
    <message>
        <source>Boxes</source>
        <translation>Recuadros</translation>
    </message>
    <message>
        <source>Accepted boxes with their scores (green)</source>
        <translation>Recuadros aceptados con sus puntuaciones (verde)</translation>
    </message>
    <message>
        <source>Rejected</source>
        <translation>Rechazados</translation>
    </message>
    <message>
        <source>Boxes looked at and rejected (purple)</source>
        <translation>Recuadros vistos y rechazados (violeta)</translation>
    </message>
    <message>
        <source>Fit</source>
        <translation>Ajustar</translation>
    </message>
    <message>
        <source>Show the whole slice</source>
        <translation>Mostrar el corte entero</translation>
    </message>
    <message>
        <source>Invert</source>
        <translation>Invertir</translation>
    </message>
    <message>
        <source>Dense is dark</source>
        <translation>Lo denso es oscuro</translation>
    </message>
    <message>
        <source>Flip sideways</source>
        <translation>Voltear a los lados</translation>
    </message>
    <message>
        <source>Swap left and right; the letters follow</source>
        <translation>Cambiar izquierda y derecha; las letras siguen</translation>
    </message>
    <message>
        <source>Flip upside down</source>
        <translation>Voltear de arriba abajo</translation>
    </message>
    <message>
        <source>Swap top and bottom; the letters follow</source>
        <translation>Cambiar arriba y abajo; las letras siguen</translation>
    </message>
    <message>
        <source>Reset</source>
        <translation>Restablecer</translation>
    </message>
    <message>
        <source>Window, zoom, inversion and flips as at the start</source>
        <translation>Ventana, zoom, inversión y volteos como al principio</translation>
    </message>
    <message>
        <source>Remove measurement</source>
        <translation>Quitar la medición</translation>
    </message>
    <message>
        <source>The chosen one, or else the latest on this slice</source>
        <translation>La elegida, o si no la última de este corte</translation>
    </message>
    <message>
        <source>Remove all measurements of this slice</source>
        <translation>Quitar todas las mediciones de este corte</translation>
    </message>
    <message>
        <source>On this slice</source>
        <translation>En este corte</translation>
    </message>
    <message>
        <source>{name} window: width {width}, level {level} HU</source>
        <translation>Ventana {name}: ancho {width}, nivel {level} UH</translation>
    </message>
    <message>
        <source>Brain</source>
        <extracomment>Name and window of keys 1 to 5.</extracomment>
        <translation>Cerebro</translation>
    </message>
    <message>
        <source>Subdural</source>
        <translation>Subdural</translation>
    </message>
    <message>
        <source>Stroke</source>
        <translation>Ictus</translation>
    </message>
    <message>
        <source>Bone</source>
        <translation>Hueso</translation>
    </message>
    <message>
        <source>Soft tissue</source>
        <translation>Partes blandas</translation>
    </message>
    <message>
        <source>Worklist</source>
        <extracomment>What a study is, whose, and where it stands: never hidden. The pointer rests on a row: Study Instance UID, and where on the screen. A study was asked for that the search leaves out. A click was not for the row that is under the pointer now: the rows moved after the pointer came to rest. The row above a current one that left, or that went to the end because it was read (``_done``). Whether the study of the current row was read before it became current. Where the pointer is, and the study that was there when the reader last did something. Whether the reader arranged the columns, and whether this table does it right now.</extracomment>
        <translation>Lista de trabajo</translation>
    </message>
    <message>
        <source>Studies, the most urgent first. Enter opens one, R marks it as read.</source>
        <translation>Estudios, los más urgentes primero. Intro abre uno, R lo marca como leído.</translation>
    </message>
    <message>
        <source>Columns</source>
        <translation>Columnas</translation>
    </message>
    <message>
        <source>&amp;Columns</source>
        <translation>&amp;Columnas</translation>
    </message>
    <message>
        <source>&amp;Reset columns</source>
        <translation>&amp;Restablecer columnas</translation>
    </message>
    <message>
        <source>&amp;Search the worklist</source>
        <extracomment>Columns whose cells can be searched for by a click; in the others a value is too rarely repeated. One sentence on what was done. The study that the reader&apos;s hand is on, or None; the window knows more of that than the table. Study Instance UID of the study that the pop-up is about.</extracomment>
        <translation>&amp;Buscar en la lista</translation>
    </message>
    <message>
        <source>&amp;Put back where it was</source>
        <translation>&amp;Devolver a su sitio</translation>
    </message>
    <message>
        <source>Show only &amp;such studies</source>
        <translation>Mostrar solo &amp;estos</translation>
    </message>
    <message>
        <source>Show &amp;all studies</source>
        <translation>Mostrar &amp;todos</translation>
    </message>
    <message>
        <source>The list moved under the pointer, so nothing was opened. Click again.</source>
        <translation>La lista se movió bajo el puntero, por eso no se abrió nada. Haga clic otra vez.</translation>
    </message>
    <message>
        <source>There is no move of the last minutes to put back.</source>
        <translation>No hay ningún movimiento de los últimos minutos que deshacer.</translation>
    </message>
    <message>
        <source>{patient} goes where it belongs.</source>
        <translation>{patient}: el estudio va a su lugar.</translation>
    </message>
    <message>
        <source>{patient} is put back where it was.</source>
        <translation>{patient}: el estudio vuelve a su sitio.</translation>
    </message>
    <message>
        <source>&amp;Let it go where it belongs</source>
        <translation>&amp;Dejar ir a su lugar</translation>
    </message>
    <message numerus="yes">
        <source>%n urgent studies above — click or press U to bring them in</source>
        <translation>
            <numerusform>%n estudio urgente más arriba — haga clic o pulse U para traerlo</numerusform>
            <numerusform>%n estudios urgentes más arriba — haga clic o pulse U para traerlos</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n urgent studies are not in this view — click or press U to see all studies</source>
        <translation>
            <numerusform>%n estudio urgente no está en esta vista — haga clic o pulse U para ver todos</numerusform>
            <numerusform>%n estudios urgentes no están en esta vista — haga clic o pulse U para ver todos</numerusform>
        </translation>
    </message>
    <message>
        <source>No study matches this search</source>
        <translation>Ningún estudio coincide con esta búsqueda</translation>
    </message>
    <message>
        <source>Ctrl+Shift+A shows all studies again.</source>
        <translation>Control+Mayúsculas+A muestra de nuevo todos los estudios.</translation>
    </message>
    <message>
        <source>Waiting for studies from {name}</source>
        <translation>Esperando estudios de {name}</translation>
    </message>
    <message>
        <source>{name} does not answer</source>
        <translation>{name} no responde</translation>
    </message>
    <message>
        <source>Head CTs appear here as the archive receives them.</source>
        <translation>Las TC de cráneo aparecen aquí en cuanto el archivo las recibe.</translation>
    </message>
    <message>
        <source>Waiting for the archive …</source>
        <translation>Esperando al archivo …</translation>
    </message>
    <message numerus="yes">
        <source>%n studies</source>
        <translation>
            <numerusform>%n estudio</numerusform>
            <numerusform>%n estudios</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{rows} of %n studies</source>
        <translation>
            <numerusform>{rows} de %n estudio</numerusform>
            <numerusform>{rows} de %n estudios</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n unread</source>
        <translation>
            <numerusform>%n sin leer</numerusform>
            <numerusform>%n sin leer</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n urgent</source>
        <translation>
            <numerusform>%n urgente</numerusform>
            <numerusform>%n urgentes</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n without an answer</source>
        <translation>
            <numerusform>%n sin resultado</numerusform>
            <numerusform>%n sin resultado</numerusform>
        </translation>
    </message>
    <message>
        <source>Worklist:  {parts}</source>
        <translation>Lista de trabajo:  {parts}</translation>
    </message>
    <message numerus="yes">
        <source>%n changes</source>
        <translation>
            <numerusform>%n cambio</numerusform>
            <numerusform>%n cambios</numerusform>
        </translation>
    </message>
    <message>
        <source>Number of the lesion</source>
        <extracomment>Volume and ABC/2 of a lesion disagree where they differ by more than this share of the volume.</extracomment>
        <translation>Número de la lesión</translation>
    </message>
    <message>
        <source>Hemorrhage type, with the colour of its mask</source>
        <translation>Tipo de hemorragia, con el color de su máscara</translation>
    </message>
    <message>
        <source>Side</source>
        <translation>Lado</translation>
    </message>
    <message>
        <source>The patient&apos;s left or right, by position against the middle of the skull</source>
        <translation>Izquierda o derecha del paciente, según la posición respecto al centro del cráneo</translation>
    </message>
    <message>
        <source>Region</source>
        <translation>Región</translation>
    </message>
    <message>
        <source>By position in the skull alone; no anatomy is recognised</source>
        <translation>Solo según la posición en el cráneo; no se reconoce la anatomía</translation>
    </message>
    <message>
        <source>mL (95 %)</source>
        <translation>mL (95&#xa0;%)</translation>
    </message>
    <message>
        <source>Volume of the mask in mL; the interval takes its surface to be right within half a voxel, no more</source>
        <translation>Volumen de la máscara en mL; el intervalo supone que su superficie es correcta con medio vóxel de margen, nada más</translation>
    </message>
    <message>
        <source>The bedside estimate ABC/2 in mL (Kwak 1983); ≠ where it differs from the mask by over 30 %</source>
        <translation>La estimación ABC/2 en mL (Kwak 1983); ≠ donde difiere de la máscara en más del 30&#xa0;%</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>Tamaño</translation>
    </message>
    <message>
        <source>punctate &lt; 0.01, small 0.01-5, medium 5-25, large &gt; 25 mL</source>
        <translation>puntiforme &lt; 0.01, pequeña 0.01-5, mediana 5-25, grande &gt; 25 mL</translation>
    </message>
    <message>
        <source>Slices</source>
        <translation>Cortes</translation>
    </message>
    <message>
        <source>First and last slice, counted from the skull base</source>
        <translation>Primer y último corte, contados desde la base del cráneo</translation>
    </message>
    <message>
        <source>Score</source>
        <translation>Score</translation>
    </message>
    <message>
        <source>Highest raw score of the lesion&apos;s boxes, 0 to 1</source>
        <translation>Puntuación bruta más alta de los recuadros de la lesión, de 0 a 1</translation>
    </message>
    <message>
        <source>Reader</source>
        <translation>Lector</translation>
    </message>
    <message>
        <source>What a reader said of the lesion: accepted or rejected</source>
        <translation>Lo que un lector dijo de la lesión: aceptada o rechazada</translation>
    </message>
    <message>
        <source>Below the threshold for looking, so not drawn; it still counts in the result.</source>
        <translation>Por debajo del umbral de visualización, por eso no se dibuja; sigue contando en el resultado.</translation>
    </message>
    <message>
        <source>ABC/2 and the mask differ by more than 30 %: the shape is no ellipsoid, or the mask is wrong.</source>
        <translation>ABC/2 y la máscara difieren en más del 30&#xa0;%: la forma no es un elipsoide, o la máscara es incorrecta.</translation>
    </message>
    <message>
        <source>The vertex or a closed skull is not on these slices.</source>
        <translation>El vértex o un cráneo cerrado no está en estos cortes.</translation>
    </message>
    <message>
        <source>Hemorrhage, {type}; click to go to its best slice</source>
        <translation>Hemorragia, {type}; clic para ir a su mejor corte</translation>
    </message>
    <message>
        <source>Hemorrhage, {type}</source>
        <translation>Hemorragia, {type}</translation>
    </message>
    <message>
        <source>What the threshold for looking leaves; the result is the line above</source>
        <translation>Lo que deja el umbral de visualización; el resultado es la línea de arriba</translation>
    </message>
    <message>
        <source>Calibrated probability of this type</source>
        <translation>Probabilidad calibrada de este tipo</translation>
    </message>
    <message>
        <source>{ml} shown</source>
        <translation>{ml} mostrados</translation>
    </message>
    <message>
        <source>Lesions</source>
        <extracomment>The chosen lesion&apos;s id, or None. The reader accepts or rejects a :class:`Lesion`, or gives it a type.</extracomment>
        <translation>Lesiones</translation>
    </message>
    <message>
        <source>No lesions to list</source>
        <translation>No hay lesiones que mostrar</translation>
    </message>
    <message>
        <source>Open a study to see what was found.</source>
        <translation>Abra un estudio para ver lo que se encontró.</translation>
    </message>
    <message>
        <source>No result yet</source>
        <translation>Aún no hay resultado</translation>
    </message>
    <message>
        <source>Lesions and volumes appear here when the analysis is done.</source>
        <translation>Las lesiones y los volúmenes aparecen aquí cuando termina el análisis.</translation>
    </message>
    <message>
        <source>There is no answer for this study: that says nothing about hemorrhage.</source>
        <translation>No hay resultado para este estudio: eso no dice nada sobre una hemorragia.</translation>
    </message>
    <message>
        <source>Earlier answer: it no longer holds</source>
        <translation>Resultado anterior: ya no vale</translation>
    </message>
    <message>
        <source>No lesion found</source>
        <translation>No se encontró ninguna lesión</translation>
    </message>
    <message>
        <source>The model found none above its threshold; it can be wrong.</source>
        <translation>El modelo no encontró ninguna por encima de su umbral; puede equivocarse.</translation>
    </message>
    <message>
        <source>&amp;Accept lesion</source>
        <translation>&amp;Aceptar la lesión</translation>
    </message>
    <message>
        <source>&amp;Reject lesion</source>
        <translation>&amp;Rechazar la lesión</translation>
    </message>
    <message>
        <source>Change &amp;type</source>
        <translation>Cambiar el &amp;tipo</translation>
    </message>
    <message>
        <source>Edited by reader {reader}, {when}, {changes}</source>
        <translation>Modificado por el lector {reader}, {when}, {changes}</translation>
    </message>
    <message>
        <source>outside the skull</source>
        <extracomment>What :class:`inference.plausibility.Doubt` says of a rejected box; here so that it is translated.</extracomment>
        <translation>fuera del cráneo</translation>
    </message>
    <message>
        <source>on an end slice, nothing beside it on the next</source>
        <translation>en un corte extremo, nada al lado en el siguiente</translation>
    </message>
    <message>
        <source>{probability} (95 % interval {low}–{high} %)</source>
        <translation>{probability} (intervalo del 95&#xa0;% {low}–{high}&#xa0;%)</translation>
    </message>
    <message>
        <source>left</source>
        <extracomment>Every word of a side, or of a region that is not joined.</extracomment>
        <translation>izquierda</translation>
    </message>
    <message>
        <source>right</source>
        <translation>derecha</translation>
    </message>
    <message>
        <source>bilateral</source>
        <translation>bilateral</translation>
    </message>
    <message>
        <source>midline</source>
        <translation>línea media</translation>
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
        <translation>occipital</translation>
    </message>
    <message>
        <source>deep</source>
        <translation>profunda</translation>
    </message>
    <message>
        <source>basal cisterns</source>
        <translation>cisternas basales</translation>
    </message>
    <message>
        <source>posterior fossa</source>
        <translation>fosa posterior</translation>
    </message>
    <message>
        <source>Sylvian fissure</source>
        <translation>cisura de Silvio</translation>
    </message>
    <message>
        <source>falx</source>
        <translation>hoz</translation>
    </message>
    <message>
        <source>tentorium</source>
        <translation>tentorio</translation>
    </message>
    <message>
        <source>ventricles</source>
        <translation>ventrículos</translation>
    </message>
    <message>
        <source>{one} and {other}</source>
        <extracomment>The words of a side.</extracomment>
        <translation>{one} y {other}</translation>
    </message>
    <message>
        <source>{place} convexity</source>
        <translation>convexidad {place}</translation>
    </message>
    <message>
        <source>accepted</source>
        <extracomment>Role of the whole :class:`Lesion` of a row. What a reader may have said of a lesion.</extracomment>
        <translation>aceptada</translation>
    </message>
    <message>
        <source>rejected</source>
        <translation>rechazada</translation>
    </message>
    <message>
        <source>Earlier study {when}, registered rigidly: {turn}, {shift} mm, agreement {agreement}.</source>
        <translation>Estudio anterior {when}, registrado de forma rígida: {turn}, {shift} mm, concordancia {agreement}.</translation>
    </message>
    <message>
        <source>Model {name}</source>
        <translation>Modelo {name}</translation>
    </message>
    <message>
        <source>This result cannot be edited: {reason}.</source>
        <translation>Este resultado no se puede editar: {reason}.</translation>
    </message>
    <message>
        <source>This study</source>
        <translation>Este estudio</translation>
    </message>
    <message>
        <source>&amp;Tools</source>
        <extracomment>Kept until the program ends: destroying a view of pyqtgraph can crash, and work in the background may still speak to it.</extracomment>
        <translation>&amp;Herramientas</translation>
    </message>
    <message>
        <source>&amp;Settings ...</source>
        <translation>&amp;Ajustes ...</translation>
    </message>
    <message>
        <source>&amp;Metrics</source>
        <translation>&amp;Métricas</translation>
    </message>
    <message>
        <source>&amp;Check the set-up</source>
        <translation>&amp;Comprobar la instalación</translation>
    </message>
    <message>
        <source>Settings saved. The next time Firstread starts, these take effect: {names}.</source>
        <extracomment>What the pipeline may take to end what it has in hand. How often, after the start, studies whose days are over are forgotten, and how often the clock is asked whether they are to be: a timer stands still while the computer sleeps.</extracomment>
        <translation>Ajustes guardados. La próxima vez que se inicie Firstread surtirán efecto: {names}.</translation>
    </message>
    <message>
        <source>Settings saved. They are in effect.</source>
        <translation>Ajustes guardados. Ya están en vigor.</translation>
    </message>
    <message>
        <source>Opening the worklist ...</source>
        <translation>Abriendo la lista de trabajo ...</translation>
    </message>
    <message>
        <source>Covered while nobody is here</source>
        <translation>Cubierto mientras no hay nadie</translation>
    </message>
    <message>
        <source>{waiting}. Fetching and analysing go on.
Click, or press Enter, to go on.</source>
        <extracomment>True when the windows were covered, False when they are shown again.</extracomment>
        <translation>{waiting}. La obtención y el análisis continúan.
Haga clic o pulse Intro para continuar.</translation>
    </message>
    <message>
        <source>new</source>
        <translation>nueva</translation>
    </message>
    <message>
        <source>larger</source>
        <translation>mayor</translation>
    </message>
    <message>
        <source>stable</source>
        <translation>estable</translation>
    </message>
    <message>
        <source>smaller</source>
        <translation>menor</translation>
    </message>
    <message>
        <source>resolved</source>
        <translation>resuelta</translation>
    </message>
    <message>
        <source>not comparable</source>
        <translation>no comparable</translation>
    </message>
    <message>
        <source>stable, unsure</source>
        <extracomment>Stable, although the volumes differ by more than the threshold: the difference is within their uncertainty.</extracomment>
        <translation>estable, incierto</translation>
    </message>
    <message>
        <source>this study has no answer</source>
        <translation>este estudio no tiene resultado</translation>
    </message>
    <message>
        <source>the earlier study was not analysed here</source>
        <translation>el estudio anterior no se analizó aquí</translation>
    </message>
    <message>
        <source>the earlier study could not be analysed</source>
        <translation>el estudio anterior no se pudo analizar</translation>
    </message>
    <message>
        <source>the analysis of the earlier study failed</source>
        <translation>el análisis del estudio anterior falló</translation>
    </message>
    <message>
        <source>the date of one of the two studies is not known</source>
        <translation>la fecha de uno de los dos estudios es desconocida</translation>
    </message>
    <message>
        <source>the two were analysed by different models</source>
        <translation>los dos se analizaron con modelos distintos</translation>
    </message>
    <message>
        <source>their slices are of very different thickness</source>
        <translation>sus cortes son de grosor muy distinto</translation>
    </message>
    <message>
        <source>one of the two does not show the whole brain</source>
        <translation>uno de los dos no muestra todo el cerebro</translation>
    </message>
    <message>
        <source>one of the two was taken after surgery, or shows an open skull</source>
        <translation>uno de los dos se hizo tras una cirugía, o muestra un cráneo abierto</translation>
    </message>
    <message>
        <source>{difference} ({low} to {high})</source>
        <translation>{difference} ({low} a {high})</translation>
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
        <translation>Respecto al estudio anterior ({when})</translation>
    </message>
    <message>
        <source>Against the earlier study</source>
        <translation>Respecto al estudio anterior</translation>
    </message>
    <message>
        <source>{head}: not comparable, because {why}.</source>
        <translation>{head}: no comparable, porque {why}.</translation>
    </message>
    <message>
        <source>{head}: no hemorrhage found in either.</source>
        <translation>{head}: no se encontró hemorragia en ninguno de los dos.</translation>
    </message>
    <message>
        <source>stable within the uncertainty of the volumes, although they differ by more than the threshold</source>
        <translation>estable dentro de la incertidumbre de los volúmenes, aunque difieren en más del umbral</translation>
    </message>
    <message>
        <source>Midline shift 0.0 mm</source>
        <translation>Desviación de la línea media 0.0 mm</translation>
    </message>
    <message>
        <source>Midline shift {mm} mm to the left</source>
        <translation>Desviación de la línea media {mm} mm a la izquierda</translation>
    </message>
    <message>
        <source>Midline shift {mm} mm to the right</source>
        <translation>Desviación de la línea media {mm} mm a la derecha</translation>
    </message>
    <message>
        <source>{least} to {most} HU</source>
        <extracomment>Attachments of the falx that lie nearer than this, in mm, give no line to measure from.</extracomment>
        <translation>{least} a {most} HU</translation>
    </message>
    <message>
        <source>CSV, for a spreadsheet</source>
        <translation>CSV, para una hoja de cálculo</translation>
    </message>
    <message>
        <source>Parquet, for statistics</source>
        <translation>Parquet, para estadística</translation>
    </message>
    <message>
        <source>FHIR R4, for a FHIR server</source>
        <translation>FHIR R4, para un servidor FHIR</translation>
    </message>
    <message>
        <source>HL7 v2, for an interface engine</source>
        <translation>HL7 v2, para un motor de integración</translation>
    </message>
    <message>
        <source>Left out</source>
        <translation>Omitidos</translation>
    </message>
    <message>
        <source>Replaced (de-identified)</source>
        <translation>Sustituidos (desidentificados)</translation>
    </message>
    <message>
        <source>Named</source>
        <translation>Con nombre</translation>
    </message>
    <message>
        <source>No name, Patient ID, age or sex. Study UID, accession number, description and times stay, so that who has the archive can find each study.</source>
        <translation>Sin nombre, ID del paciente, edad ni sexo. Study UID, número de petición, descripción y horas se conservan, de modo que quien tenga el archivo puede encontrar cada estudio.</translation>
    </message>
    <message>
        <source>Names and identifiers are invented and dates are moved, the same patient staying the same one; descriptions and notes are left out. Nothing is kept by which one could find back.</source>
        <translation>Los nombres e identificadores son inventados y las fechas están desplazadas; el mismo paciente sigue siendo el mismo. Se omiten descripciones y notas. No se guarda nada que permita volver atrás.</translation>
    </message>
    <message>
        <source>Names, Patient IDs and dates as they are. Take care where this file goes.</source>
        <translation>Nombres, ID de los pacientes y fechas tal como son. Vigile adónde va este fichero.</translation>
    </message>
    <message>
        <source>Export results</source>
        <extracomment>Format, Patients and Path.</extracomment>
        <translation>Exportar resultados</translation>
    </message>
    <message>
        <source>Form</source>
        <translation>Formato</translation>
    </message>
    <message>
        <source>Patients</source>
        <translation>Pacientes</translation>
    </message>
    <message numerus="yes">
        <source>%n studies of this worklist.</source>
        <translation>
            <numerusform>%n estudio de esta lista de trabajo.</numerusform>
            <numerusform>%n estudios de esta lista de trabajo.</numerusform>
        </translation>
    </message>
    <message>
        <source>&amp;Form</source>
        <translation>&amp;Formato</translation>
    </message>
    <message>
        <source>Other results</source>
        <extracomment>The result of a row, and the segment or region of one that can be drawn. The outlines to draw: a tuple of :class:`Drawn`.</extracomment>
        <translation>Otros resultados</translation>
    </message>
    <message>
        <source>Close the list; nothing of it stays drawn</source>
        <translation>Cerrar la lista; nada de ella queda dibujado</translation>
    </message>
    <message>
        <source>Product</source>
        <translation>Producto</translation>
    </message>
    <message>
        <source>Version</source>
        <translation>Versión</translation>
    </message>
    <message>
        <source>Made</source>
        <translation>Creado</translation>
    </message>
    <message>
        <source>Results of other products</source>
        <translation>Resultados de otros productos</translation>
    </message>
    <message>
        <source>Looking for results of other products</source>
        <translation>Buscando resultados de otros productos</translation>
    </message>
    <message>
        <source>Results of other products could not be looked for</source>
        <translation>No se pudieron buscar resultados de otros productos</translation>
    </message>
    <message>
        <source>Neither the archive nor this computer holds a SEG, SR or RTSTRUCT of this study.</source>
        <translation>Ni el archivo ni este ordenador tiene SEG, SR o RTSTRUCT de este estudio.</translation>
    </message>
    <message>
        <source>No results of other products</source>
        <translation>No hay resultados de otros productos</translation>
    </message>
    <message>
        <source>Made by Firstread, here or on another computer.</source>
        <translation>Creado por Firstread, aquí o en otro ordenador.</translation>
    </message>
    <message>
        <source>A newer report replaces this one.</source>
        <translation>Un informe más reciente sustituye a este.</translation>
    </message>
    <message>
        <source>The whole report</source>
        <translation>El informe completo</translation>
    </message>
    <message>
        <source>Space: draw this over the slices, in a colour of its own and with the product&apos;s name</source>
        <translation>Espacio: dibujar esto sobre los cortes, en un color propio y con el nombre del producto</translation>
    </message>
    <message>
        <source>Reading the masks</source>
        <translation>Leyendo las máscaras</translation>
    </message>
    <message>
        <source>empty on these slices</source>
        <translation>vacío en estos cortes</translation>
    </message>
    <message>
        <source>words, with commas between them</source>
        <extracomment>Limits of QSpinBox, whose numbers have 32 bits.</extracomment>
        <translation>palabras separadas por comas</translation>
    </message>
    <message>
        <source>Most changes take effect at once; of the others Firstread says that they wait for its next start.</source>
        <translation>La mayoría de los cambios surten efecto de inmediato; de los demás, Firstread avisa de que esperan al próximo inicio.</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>Ajustes</translation>
    </message>
    <message>
        <source>&amp;Defaults of this page</source>
        <translation>&amp;Valores predeterminados de esta página</translation>
    </message>
    <message>
        <source>The further archives are set by your administrator.</source>
        <translation>Los demás archivos los ha fijado su administrador.</translation>
    </message>
    <message>
        <source>Studies can come from further archives, too. Each has a page of its own, listed below.</source>
        <translation>También pueden llegar estudios de otros archivos. Cada uno tiene su propia página, más abajo en la lista.</translation>
    </message>
    <message>
        <source>A further archive. Our own AE title and the timeouts are those of the first unless changed.</source>
        <translation>Otro archivo. Nuestro propio AE title y los tiempos límite son los del primero, salvo que se cambien.</translation>
    </message>
    <message>
        <source>&amp;Add an archive</source>
        <translation>&amp;Añadir un archivo</translation>
    </message>
    <message>
        <source>&amp;Remove this archive</source>
        <translation>&amp;Quitar este archivo</translation>
    </message>
    <message>
        <source>{key} in settings.toml</source>
        <translation>{key} en settings.toml</translation>
    </message>
    <message>
        <source>{where}: this cannot be saved yet.</source>
        <translation>{where}: esto aún no se puede guardar.</translation>
    </message>
    <message>
        <source>Receive</source>
        <translation>Recepción</translation>
    </message>
    <message>
        <source>Looking ...</source>
        <extracomment>Looks at something with these settings, step by step; raises ArchiveCancelled once told to stop.</extracomment>
        <translation>Comprobando ...</translation>
    </message>
    <message>
        <source>Host name or address</source>
        <translation>Nombre de host o dirección</translation>
    </message>
    <message>
        <source>AE title of the archive</source>
        <translation>AE title del archivo</translation>
    </message>
    <message>
        <source>AE title of Firstread</source>
        <translation>AE title de Firstread</translation>
    </message>
    <message>
        <source>Your archive (PACS)</source>
        <translation>Su archivo (PACS)</translation>
    </message>
    <message>
        <source>Its administrator knows host, port and AE title, and has to enter Firstread there as a DICOM node, with this computer&apos;s address. Firstread reads from the archive and changes nothing in it.</source>
        <translation>Su administrador conoce el host, el puerto y el AE title, y debe registrar allí Firstread como nodo DICOM, con la dirección de este equipo. Firstread lee del archivo y no cambia nada en él.</translation>
    </message>
    <message>
        <source>&amp;Test the connection</source>
        <translation>&amp;Probar la conexión</translation>
    </message>
    <message>
        <source>The archive answers. {what}</source>
        <translation>El archivo responde. {what}</translation>
    </message>
    <message>
        <source>{where}, not tested yet.</source>
        <translation>{where}, aún sin probar.</translation>
    </message>
    <message>
        <source>Processor</source>
        <translation>Procesador</translation>
    </message>
    <message>
        <source>What the network runs on</source>
        <translation>En qué calcula la red</translation>
    </message>
    <message>
        <source>Firstread opens its network, lets it compute a known example, and says on what that truly ran. A graphics processor (NVIDIA) is faster; without one an exam takes some seconds.</source>
        <translation>Firstread abre su red, le hace calcular un ejemplo conocido y dice en qué se ejecutó de verdad. Un procesador gráfico (NVIDIA) es más rápido; sin él, un estudio tarda unos segundos.</translation>
    </message>
    <message>
        <source>Use</source>
        <translation>Usar</translation>
    </message>
    <message>
        <source>&amp;Look again</source>
        <translation>&amp;Comprobar de nuevo</translation>
    </message>
    <message>
        <source>It works.</source>
        <translation>Funciona.</translation>
    </message>
    <message>
        <source>It does not work.</source>
        <translation>No funciona.</translation>
    </message>
    <message>
        <source>Not looked at yet; the worklist says what it runs on.</source>
        <translation>Aún sin comprobar; la lista de trabajo dice en qué se calcula.</translation>
    </message>
    <message>
        <source>Ways in</source>
        <translation>Entradas</translation>
    </message>
    <message>
        <source>How else studies may come</source>
        <translation>De qué otro modo pueden llegar los estudios</translation>
    </message>
    <message>
        <source>Firstread asks the archive by itself. Where scanners or routers can send to it as well, or put files into a folder, studies are there sooner. Both are optional.</source>
        <translation>Firstread consulta el archivo por sí mismo. Si los equipos o los enrutadores también pueden enviarle imágenes, o dejar ficheros en una carpeta, los estudios llegan antes. Ambas cosas son opcionales.</translation>
    </message>
    <message>
        <source>&amp;Take studies that scanners, routers and archives send here</source>
        <translation>&amp;Aceptar estudios que equipos, enrutadores y archivos envían aquí</translation>
    </message>
    <message>
        <source>On port</source>
        <translation>En el puerto</translation>
    </message>
    <message>
        <source>Under the AE title</source>
        <translation>Con el AE title</translation>
    </message>
    <message>
        <source>&amp;Watch a folder; nothing in it is changed</source>
        <translation>&amp;Vigilar una carpeta; no se cambia nada en ella</translation>
    </message>
    <message>
        <source>Folder</source>
        <translation>Carpeta</translation>
    </message>
    <message>
        <source>&amp;Choose ...</source>
        <translation>&amp;Elegir ...</translation>
    </message>
    <message>
        <source>Folder to watch</source>
        <translation>Carpeta que se vigila</translation>
    </message>
    <message>
        <source>Choose a folder, or take the tick away.</source>
        <translation>Elija una carpeta o quite la marca.</translation>
    </message>
    <message>
        <source>asked for from the archive</source>
        <translation>solicitados al archivo</translation>
    </message>
    <message>
        <source>sent to port {port}</source>
        <translation>enviados al puerto {port}</translation>
    </message>
    <message>
        <source>put into a watched folder</source>
        <translation>dejados en una carpeta vigilada</translation>
    </message>
    <message>
        <source>Studies are {ways}.</source>
        <translation>Los estudios son {ways}.</translation>
    </message>
    <message>
        <source>Cluster</source>
        <translation>Clúster</translation>
    </message>
    <message>
        <source>Audit</source>
        <translation>Auditoría</translation>
    </message>
    <message>
        <source>Results</source>
        <translation>Resultados</translation>
    </message>
    <message>
        <source>Privacy</source>
        <translation>Privacidad</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Nombre</translation>
    </message>
    <message>
        <source>Name of the archive, as shown in the status bar.</source>
        <translation>Nombre del archivo, tal como aparece en la barra de estado.</translation>
    </message>
    <message>
        <source>Host</source>
        <translation>Host</translation>
    </message>
    <message>
        <source>Host name or address of the archive (PACS).</source>
        <translation>Nombre de host o dirección del archivo (PACS).</translation>
    </message>
    <message>
        <source>Port</source>
        <translation>Puerto</translation>
    </message>
    <message>
        <source>TCP port of the archive&apos;s DICOM service.</source>
        <translation>Puerto TCP del servicio DICOM del archivo.</translation>
    </message>
    <message>
        <source>AE title</source>
        <translation>AE title</translation>
    </message>
    <message>
        <source>AE title of the archive.</source>
        <translation>AE title del archivo.</translation>
    </message>
    <message>
        <source>ASCII characters without backslash</source>
        <translation>caracteres ASCII sin barra invertida</translation>
    </message>
    <message>
        <source>Calling AE title</source>
        <translation>AE title propio</translation>
    </message>
    <message>
        <source>Our own AE title, as the archive&apos;s administrator entered it.</source>
        <translation>Nuestro propio AE title, tal como lo registró el administrador del archivo.</translation>
    </message>
    <message>
        <source>Connection timeout</source>
        <translation>Tiempo límite de conexión</translation>
    </message>
    <message>
        <source>Seconds to wait for the TCP connection before the archive counts as unreachable.</source>
        <translation>Segundos de espera de la conexión TCP antes de dar el archivo por no accesible.</translation>
    </message>
    <message>
        <source>ACSE timeout</source>
        <translation>Tiempo límite ACSE</translation>
    </message>
    <message>
        <source>Seconds to wait for the archive to accept or release an association.</source>
        <translation>Segundos de espera para que el archivo acepte o libere una asociación.</translation>
    </message>
    <message>
        <source>DIMSE timeout</source>
        <translation>Tiempo límite DIMSE</translation>
    </message>
    <message>
        <source>Seconds to wait for the next answer or image; some archives think for minutes.</source>
        <translation>Segundos de espera de la siguiente respuesta o imagen; algunos archivos tardan minutos.</translation>
    </message>
    <message>
        <source>Network timeout</source>
        <translation>Tiempo límite de red</translation>
    </message>
    <message>
        <source>Seconds without any data after which a connection counts as dead.</source>
        <translation>Segundos sin datos tras los cuales una conexión se da por muerta.</translation>
    </message>
    <message>
        <source>Method</source>
        <translation>Método</translation>
    </message>
    <message>
        <source>How images are fetched; auto takes what works: C-GET, then C-MOVE, then DICOMweb.</source>
        <translation>Cómo se recuperan las imágenes; auto usa lo que funcione: C-GET, luego C-MOVE, luego DICOMweb.</translation>
    </message>
    <message>
        <source>Of several archives that hold a study, the one with the lowest number is asked for it.</source>
        <translation>De varios archivos que tienen un estudio, se pide al de número más bajo.</translation>
    </message>
    <message>
        <source>Associations</source>
        <translation>Asociaciones</translation>
    </message>
    <message>
        <source>Most connections to the archive at the same time.</source>
        <translation>Número máximo de conexiones simultáneas con el archivo.</translation>
    </message>
    <message>
        <source>Stations</source>
        <translation>Estaciones</translation>
    </message>
    <message>
        <source>Only studies of these stations; * stands for any letters. Empty for all.</source>
        <translation>Solo estudios de estas estaciones; * vale por cualesquiera letras. Vacío para todas.</translation>
    </message>
    <message>
        <source>Departments</source>
        <translation>Departamentos</translation>
    </message>
    <message>
        <source>Only studies of these departments or institutions; * stands for any letters. Empty for all.</source>
        <translation>Solo estudios de estos departamentos o centros; * vale por cualesquiera letras. Vacío para todos.</translation>
    </message>
    <message>
        <source>Descriptions</source>
        <translation>Descripciones</translation>
    </message>
    <message>
        <source>Only studies with such a description, such as *head*; * stands for any letters. Empty for all.</source>
        <translation>Solo estudios con una descripción así, como *head*; * vale por cualesquiera letras. Vacío para todos.</translation>
    </message>
    <message>
        <source>Body parts</source>
        <translation>Partes del cuerpo</translation>
    </message>
    <message>
        <source>Only studies with a series of such a body part, such as HEAD; a study that names none is taken.</source>
        <translation>Solo estudios con una serie de una parte del cuerpo así, como HEAD; un estudio que no indica ninguna se acepta.</translation>
    </message>
    <message>
        <source>TLS</source>
        <translation>TLS</translation>
    </message>
    <message>
        <source>Encrypt the DICOM connection (TLS 1.2 or later).</source>
        <translation>Cifrar la conexión DICOM (TLS 1.2 o posterior).</translation>
    </message>
    <message>
        <source>TLS hostname</source>
        <translation>Nombre de host TLS</translation>
    </message>
    <message>
        <source>Name in the archive&apos;s certificate, where it is not the host&apos;s; empty for the host.</source>
        <translation>Nombre en el certificado del archivo, si no es el del host; vacío para el host.</translation>
    </message>
    <message>
        <source>TLS CA file</source>
        <translation>Fichero CA TLS</translation>
    </message>
    <message>
        <source>Certificates (PEM) of who signs the archive&apos;s; empty for those the system trusts.</source>
        <translation>Certificados (PEM) de quien firma el del archivo; vacío para aquellos en los que confía el sistema.</translation>
    </message>
    <message>
        <source>TLS certificate file</source>
        <translation>Fichero de certificado TLS</translation>
    </message>
    <message>
        <source>Our own certificate (PEM), which the archive may ask for; empty for none.</source>
        <translation>Nuestro propio certificado (PEM), que el archivo puede pedir; vacío para ninguno.</translation>
    </message>
    <message>
        <source>TLS key file</source>
        <translation>Fichero de clave TLS</translation>
    </message>
    <message>
        <source>Key of our own certificate (PEM); empty where it is in the same file.</source>
        <translation>Clave de nuestro propio certificado (PEM); vacío si está en el mismo fichero.</translation>
    </message>
    <message>
        <source>Identity</source>
        <translation>Identidad</translation>
    </message>
    <message>
        <source>What we say of who asks; the password or token is in the system&apos;s key store.</source>
        <translation>Lo que decimos de quién pregunta; la contraseña o el token está en el almacén de claves del sistema.</translation>
    </message>
    <message>
        <source>User</source>
        <translation>Usuario</translation>
    </message>
    <message>
        <source>User name, where the archive or DICOMweb wants one.</source>
        <translation>Nombre de usuario, si el archivo o DICOMweb pide uno.</translation>
    </message>
    <message>
        <source>DICOMweb URL</source>
        <translation>URL de DICOMweb</translation>
    </message>
    <message>
        <source>Address of DICOMweb, such as https://pacs/dicom-web; empty for none.</source>
        <translation>Dirección de DICOMweb, como https://pacs/dicom-web; vacío para ninguna.</translation>
    </message>
    <message>
        <source>characters, beginning with https:// or http://</source>
        <translation>caracteres, empezando por https:// o http://</translation>
    </message>
    <message>
        <source>DICOMweb auth</source>
        <translation>Autenticación DICOMweb</translation>
    </message>
    <message>
        <source>How we sign in to DICOMweb; the password or token is in the system&apos;s key store.</source>
        <translation>Cómo nos identificamos ante DICOMweb; la contraseña o el token está en el almacén de claves del sistema.</translation>
    </message>
    <message>
        <source>Send method</source>
        <translation>Método de envío</translation>
    </message>
    <message>
        <source>How results are sent to it; auto takes C-STORE, or STOW-RS where method is dicomweb.</source>
        <translation>Cómo se le envían los resultados; auto usa C-STORE, o STOW-RS si el método es dicomweb.</translation>
    </message>
    <message>
        <source>Interval</source>
        <translation>Intervalo</translation>
    </message>
    <message>
        <source>Seconds between two questions for new studies.</source>
        <translation>Segundos entre dos consultas de estudios nuevos.</translation>
    </message>
    <message>
        <source>Lookback</source>
        <translation>Alcance hacia atrás</translation>
    </message>
    <message>
        <source>How far back studies are asked for, in hours; rounded to whole days.</source>
        <translation>Hasta cuándo atrás se buscan estudios, en horas; se redondea a días enteros.</translation>
    </message>
    <message>
        <source>Modality</source>
        <translation>Modalidad</translation>
    </message>
    <message>
        <source>Modality of the studies to look at.</source>
        <translation>Modalidad de los estudios que se consideran.</translation>
    </message>
    <message>
        <source>Threads</source>
        <translation>En paralelo</translation>
    </message>
    <message>
        <source>How many studies are fetched at the same time.</source>
        <translation>Cuántos estudios se recuperan a la vez.</translation>
    </message>
    <message>
        <source>Settle</source>
        <translation>Tiempo de reposo</translation>
    </message>
    <message>
        <source>Seconds without a change in its number of images before a new study counts as whole.</source>
        <translation>Segundos sin cambios en el número de imágenes antes de dar un estudio nuevo por completo.</translation>
    </message>
    <message>
        <source>Retries</source>
        <translation>Reintentos</translation>
    </message>
    <message>
        <source>How often a study is fetched again when images are missing or the archive fails.</source>
        <translation>Cuántas veces se recupera de nuevo un estudio si faltan imágenes o falla el archivo.</translation>
    </message>
    <message>
        <source>Backoff</source>
        <translation>Espera previa</translation>
    </message>
    <message>
        <source>Seconds before the first of these attempts; doubled each time, at most ten minutes.</source>
        <translation>Segundos antes del primero de estos intentos; se duplican cada vez, diez minutos como máximo.</translation>
    </message>
    <message>
        <source>Ahead</source>
        <translation>Adelanto</translation>
    </message>
    <message>
        <source>While so many studies wait to be analysed, only opened ones and emergencies are fetched.</source>
        <translation>Mientras tantos estudios esperan su análisis, solo se recuperan los abiertos y las urgencias.</translation>
    </message>
    <message>
        <source>Least disk</source>
        <translation>Disco libre mínimo</translation>
    </message>
    <message>
        <source>Nothing new is fetched while the disk of the image cache has less free space, in GB.</source>
        <translation>No se recupera nada nuevo mientras el disco de la caché de imágenes tenga menos espacio libre, en GB.</translation>
    </message>
    <message>
        <source>Least memory</source>
        <translation>Memoria libre mínima</translation>
    </message>
    <message>
        <source>Nothing new is fetched while the computer has less free memory, in GB.</source>
        <translation>No se recupera nada nuevo mientras el ordenador tenga menos memoria libre, en GB.</translation>
    </message>
    <message>
        <source>Enabled</source>
        <translation>Activado</translation>
    </message>
    <message>
        <source>Take studies that scanners, routers and archives send here, without asking for them.</source>
        <translation>Aceptar estudios que escáneres, enrutadores y archivos envían aquí, sin pedirlos.</translation>
    </message>
    <message>
        <source>TCP port on which images are taken.</source>
        <translation>Puerto TCP en el que se reciben imágenes.</translation>
    </message>
    <message>
        <source>AE title under which images are taken.</source>
        <translation>AE title con el que se reciben imágenes.</translation>
    </message>
    <message>
        <source>Calling AE titles</source>
        <translation>AE titles remitentes</translation>
    </message>
    <message>
        <source>AE titles that may send images; empty for any.</source>
        <translation>AE titles que pueden enviar imágenes; vacío para cualquiera.</translation>
    </message>
    <message>
        <source>Addresses</source>
        <translation>Direcciones</translation>
    </message>
    <message>
        <source>Addresses or networks such as 10.1.0.0/16 that may send images; empty for any.</source>
        <translation>Direcciones o redes como 10.1.0.0/16 que pueden enviar imágenes; vacío para cualquiera.</translation>
    </message>
    <message>
        <source>Take only encrypted connections (TLS 1.2 or later).</source>
        <translation>Aceptar solo conexiones cifradas (TLS 1.2 o posterior).</translation>
    </message>
    <message>
        <source>Certificate (PEM) that we show to who sends; receive.tls needs it.</source>
        <translation>Certificado (PEM) que mostramos a quien envía; receive.tls lo necesita.</translation>
    </message>
    <message>
        <source>Key of that certificate (PEM); empty where it is in the same file.</source>
        <translation>Clave de ese certificado (PEM); vacío si está en el mismo fichero.</translation>
    </message>
    <message>
        <source>Certificates (PEM) of who signs the senders&apos;, which then have to show one; empty for none.</source>
        <translation>Certificados (PEM) de quien firma los de los remitentes, que entonces deben mostrar uno; vacío para ninguno.</translation>
    </message>
    <message>
        <source>Seconds without another image before a sent study is analysed; more for slow senders.</source>
        <translation>Segundos sin otra imagen antes de analizar un estudio enviado; más para remitentes lentos.</translation>
    </message>
    <message>
        <source>Path</source>
        <translation>Ruta</translation>
    </message>
    <message>
        <source>Folder whose DICOM files are taken up as studies; empty for none. Nothing in it is changed.</source>
        <translation>Carpeta cuyos ficheros DICOM se toman como estudios; vacío para ninguna. Nada en ella se modifica.</translation>
    </message>
    <message>
        <source>Seconds between two looks through that folder.</source>
        <translation>Segundos entre dos revisiones de esa carpeta.</translation>
    </message>
    <message>
        <source>Seconds that a file has to stay unchanged before it is taken.</source>
        <translation>Segundos que un fichero debe quedar sin cambios antes de tomarse.</translation>
    </message>
    <message>
        <source>Provider</source>
        <translation>Motor de ejecución</translation>
    </message>
    <message>
        <source>Where the network runs; auto takes the fastest that really works.</source>
        <translation>Dónde se ejecuta la red; auto usa lo más rápido que de verdad funcione.</translation>
    </message>
    <message>
        <source>Model folder</source>
        <translation>Carpeta del modelo</translation>
    </message>
    <message>
        <source>Folder of the trained model; empty for the model that ships with Firstread.</source>
        <translation>Carpeta del modelo entrenado; vacío para el modelo que viene con Firstread.</translation>
    </message>
    <message>
        <source>Who judges studies: Firstread&apos;s own network, or BLAST-CT, which you import yourself.</source>
        <translation>Quién juzga los estudios: la red propia de Firstread o BLAST-CT, que importa usted mismo.</translation>
    </message>
    <message>
        <source>Second reader</source>
        <translation>Segundo lector</translation>
    </message>
    <message>
        <source>Let the other one of the two judge each study as well, while none waits; it changes no result and no order.</source>
        <translation>Hacer que el otro de los dos juzgue también cada estudio mientras ninguno espera; no cambia ni resultado ni orden.</translation>
    </message>
    <message>
        <source>Timeout</source>
        <translation>Tiempo límite</translation>
    </message>
    <message>
        <source>Seconds after which the analysis of one study is given up.</source>
        <translation>Segundos tras los cuales se abandona el análisis de un estudio.</translation>
    </message>
    <message>
        <source>Fetch and analyse the last earlier head CT of a patient as well, to tell what has changed.</source>
        <translation>Recuperar y analizar también la última TC de cráneo anterior del paciente, para decir qué ha cambiado.</translation>
    </message>
    <message>
        <source>URL</source>
        <translation>URL</translation>
    </message>
    <message>
        <source>Address of the department&apos;s detector, such as https://cluster:8900; empty for none.</source>
        <translation>Dirección del detector del departamento, como https://cluster:8900; vacío para ninguno.</translation>
    </message>
    <message>
        <source>characters, beginning with https://</source>
        <translation>caracteres, empezando por https://</translation>
    </message>
    <message>
        <source>Token file</source>
        <translation>Fichero del token</translation>
    </message>
    <message>
        <source>File with the secret that the department&apos;s detector asks for; empty for none.</source>
        <translation>Fichero con el secreto que pide el detector del departamento; vacío para ninguno.</translation>
    </message>
    <message>
        <source>CA file</source>
        <translation>Fichero CA</translation>
    </message>
    <message>
        <source>Certificates (PEM) of who signs the detector&apos;s; empty for those the system trusts.</source>
        <translation>Certificados (PEM) de quien firma el del detector; vacío para aquellos en los que confía el sistema.</translation>
    </message>
    <message>
        <source>Recent</source>
        <translation>Recientes</translation>
    </message>
    <message>
        <source>Studies not older than this are fetched and analysed before the backlog.</source>
        <translation>Los estudios que no sean más antiguos se recuperan y analizan antes que los atrasados.</translation>
    </message>
    <message>
        <source>Emergency words</source>
        <translation>Palabras de urgencia</translation>
    </message>
    <message>
        <source>A study whose description or station has one of these words is fetched and analysed before routine ones.</source>
        <translation>Un estudio cuya descripción o estación tenga una de estas palabras se recupera y analiza antes que los de rutina.</translation>
    </message>
    <message>
        <source>Syslog host</source>
        <translation>Host de syslog</translation>
    </message>
    <message>
        <source>Host of a syslog collector that gets DICOM audit messages (PS3.15 A.5); empty for none.</source>
        <translation>Host de un recolector syslog que recibe mensajes de auditoría DICOM (PS3.15 A.5); vacío para ninguno.</translation>
    </message>
    <message>
        <source>Syslog port</source>
        <translation>Puerto de syslog</translation>
    </message>
    <message>
        <source>Port of the syslog collector.</source>
        <translation>Puerto del recolector syslog.</translation>
    </message>
    <message>
        <source>Syslog TLS</source>
        <translation>TLS para syslog</translation>
    </message>
    <message>
        <source>Send over TLS (RFC 5425); otherwise over UDP, without Patient IDs.</source>
        <translation>Enviar por TLS (RFC 5425); si no, por UDP, sin ID de los pacientes.</translation>
    </message>
    <message>
        <source>Syslog CA file</source>
        <translation>Fichero CA de syslog</translation>
    </message>
    <message>
        <source>File with the certificate of who signs the collector&apos;s; empty for the system&apos;s own.</source>
        <translation>Fichero con el certificado de quien firma el del recolector; vacío para los del sistema.</translation>
    </message>
    <message>
        <source>Send</source>
        <translation>Enviar</translation>
    </message>
    <message>
        <source>Send each result to archives as DICOM objects, marked as made by an algorithm.</source>
        <translation>Enviar cada resultado a los archivos como objetos DICOM, marcados como creados por un algoritmo.</translation>
    </message>
    <message>
        <source>Archives</source>
        <translation>Archivos</translation>
    </message>
    <message>
        <source>Names of the archives that get the results; empty for the first one.</source>
        <translation>Nombres de los archivos que reciben los resultados; vacío para el primero.</translation>
    </message>
    <message>
        <source>Objects</source>
        <translation>Objetos</translation>
    </message>
    <message>
        <source>What is sent: segmentation, report, key-objects, presentation-state and capture, or some of them.</source>
        <translation>Qué se envía: segmentation, report, key-objects, presentation-state y capture, o algunos de ellos.</translation>
    </message>
    <message>
        <source>Commitment</source>
        <translation>Compromiso de almacenamiento</translation>
    </message>
    <message>
        <source>Ask the archives to confirm that they keep what was sent (storage commitment).</source>
        <translation>Pedir a los archivos que confirmen que guardan lo enviado (Storage Commitment).</translation>
    </message>
    <message>
        <source>Images</source>
        <translation>Imágenes</translation>
    </message>
    <message>
        <source>Room for images in GB; beyond it the images least recently needed are removed.</source>
        <translation>Espacio para imágenes en GB; por encima se eliminan las que llevan más tiempo sin necesitarse.</translation>
    </message>
    <message>
        <source>Free</source>
        <translation>Espacio libre</translation>
    </message>
    <message>
        <source>GB to leave free on the disk of the images; below it images are removed, too.</source>
        <translation>GB que se dejan libres en el disco de las imágenes; por debajo también se eliminan imágenes.</translation>
    </message>
    <message>
        <source>Days after which images that nobody needed are removed; results are kept.</source>
        <translation>Días tras los cuales se eliminan las imágenes que nadie necesitó; los resultados se conservan.</translation>
    </message>
    <message>
        <source>Days after which a study is forgotten, with its result and its row in the worklist.</source>
        <translation>Días tras los cuales se olvida un estudio, con su resultado y su fila en la lista de trabajo.</translation>
    </message>
    <message>
        <source>Lock</source>
        <translation>Cubrir tras</translation>
    </message>
    <message>
        <source>Minutes without mouse or keyboard after which the windows are covered; 0 for never.</source>
        <translation>Minutos sin ratón ni teclado tras los cuales se cubren las ventanas; 0 para nunca.</translation>
    </message>
    <message>
        <source>Encrypt journal</source>
        <translation>Cifrar el diario</translation>
    </message>
    <message>
        <source>Encrypt what the journal holds of patients; the key is in the system&apos;s key store.</source>
        <translation>Cifrar lo que el diario guarda de los pacientes; la clave está en el almacén de claves del sistema.</translation>
    </message>
    <message>
        <source>Encrypt images</source>
        <translation>Cifrar las imágenes</translation>
    </message>
    <message>
        <source>Encrypt the images in the cache; the key is in the system&apos;s key store.</source>
        <translation>Cifrar las imágenes de la caché; la clave está en el almacén de claves del sistema.</translation>
    </message>
    <message>
        <source>Trusted keys</source>
        <translation>Claves de confianza</translation>
    </message>
    <message>
        <source>Public keys (minisign, RW...) of who may sign models and installers; empty for nobody.</source>
        <translation>Claves públicas (minisign, RW...) de quienes pueden firmar modelos e instaladores; vacío para nadie.</translation>
    </message>
    <message>
        <source>Reader name</source>
        <translation>Nombre del lector</translation>
    </message>
    <message>
        <source>Your name as the other readers see it; empty for the login name.</source>
        <translation>Su nombre, tal como lo ven los demás lectores; vacío para el nombre de inicio de sesión.</translation>
    </message>
    <message>
        <source>Folder that all workstations can write to, to show each other claims; empty for none.</source>
        <translation>Carpeta en la que todos los puestos pueden escribir, para mostrarse las reservas; vacío para ninguna.</translation>
    </message>
    <message>
        <source>Database</source>
        <translation>Base de datos</translation>
    </message>
    <message>
        <source>PostgreSQL database that shares claims, readings, flags, notes and verdicts; empty for none.</source>
        <translation>Base de datos PostgreSQL que comparte reservas, lecturas, marcas, notas y juicios; vacío para ninguna.</translation>
    </message>
    <message>
        <source>Database CA file</source>
        <translation>Fichero CA de la base</translation>
    </message>
    <message>
        <source>File with the certificate of who signs the database&apos;s; empty for the system&apos;s own.</source>
        <translation>Fichero con el certificado de quien firma el de la base de datos; vacío para los del sistema.</translation>
    </message>
    <message>
        <source>Address that opens a study in the viewer of the PACS, with {study_uid}, {accession} or {patient_id}.</source>
        <translation>Dirección que abre un estudio en el visor del PACS, con {study_uid}, {accession} o {patient_id}.</translation>
    </message>
    <message>
        <source>Command</source>
        <translation>Comando</translation>
    </message>
    <message>
        <source>Program and arguments that open a study instead, one word each, with the same placeholders.</source>
        <translation>Programa y argumentos que abren un estudio en su lugar, una palabra cada uno, con los mismos marcadores.</translation>
    </message>
    <message>
        <source>Theme</source>
        <translation>Tema</translation>
    </message>
    <message>
        <source>Colours of the window; system follows the desktop.</source>
        <translation>Colores de la ventana; system sigue al escritorio.</translation>
    </message>
    <message>
        <source>Language</source>
        <translation>Idioma</translation>
    </message>
    <message>
        <source>Language of the windows; system follows the desktop.</source>
        <translation>Idioma de las ventanas; system sigue al escritorio.</translation>
    </message>
    <message>
        <source>Tell of probable hemorrhage on the desktop, once for each study.</source>
        <translation>Avisar en el escritorio de una hemorragia probable, una vez por estudio.</translation>
    </message>
    <message>
        <source>Least probability</source>
        <translation>Probabilidad mínima</translation>
    </message>
    <message>
        <source>No alert for a positive study with a lower probability.</source>
        <translation>Sin alerta para un estudio positivo con menor probabilidad.</translation>
    </message>
    <message>
        <source>Sound</source>
        <translation>Sonido</translation>
    </message>
    <message>
        <source>Play a short sound with each alert.</source>
        <translation>Emitir un sonido breve con cada alerta.</translation>
    </message>
    <message>
        <source>Quiet from</source>
        <translation>Silencio desde</translation>
    </message>
    <message>
        <source>Start of the quiet hours, such as 22:00; what then waits is told at their end. Empty for none.</source>
        <translation>Inicio de las horas de silencio, como 22:00; lo que entonces espera se avisa al final. Vacío para ninguna.</translation>
    </message>
    <message>
        <source>characters, hours and minutes such as 22:00</source>
        <translation>caracteres, horas y minutos como 22:00</translation>
    </message>
    <message>
        <source>Quiet to</source>
        <translation>Silencio hasta</translation>
    </message>
    <message>
        <source>End of the quiet hours, such as 06:00; empty for none.</source>
        <translation>Fin de las horas de silencio, como 06:00; vacío para ninguna.</translation>
    </message>
    <message>
        <source>Escalate</source>
        <translation>Reiterar</translation>
    </message>
    <message>
        <source>Minutes after which a study is told of once more if nobody opened it; 0 for never.</source>
        <translation>Minutos tras los cuales se avisa otra vez de un estudio si nadie lo abrió; 0 para nunca.</translation>
    </message>
    <message>
        <source>Strip</source>
        <translation>Franja</translation>
    </message>
    <message>
        <source>Show the strip, a small window that stays on top of all others, at the start.</source>
        <translation>Mostrar al inicio la franja, una ventana pequeña que queda sobre todas las demás.</translation>
    </message>
    <message>
        <source>Strip names</source>
        <translation>Nombres en la franja</translation>
    </message>
    <message>
        <source>Show patients&apos; names in the strip.</source>
        <translation>Mostrar los nombres de los pacientes en la franja.</translation>
    </message>
    <message>
        <source>Share of head CTs with hemorrhage among emergencies; an assumption, set your own.</source>
        <translation>Proporción de TC de cráneo con hemorragia entre las urgencias; una suposición, indique la suya.</translation>
    </message>
    <message>
        <source>Inpatient</source>
        <translation>Ingresados</translation>
    </message>
    <message>
        <source>Share of head CTs with hemorrhage among inpatients; an assumption, set your own.</source>
        <translation>Proporción de TC de cráneo con hemorragia entre los ingresados; una suposición, indique la suya.</translation>
    </message>
    <message>
        <source>Outpatient</source>
        <translation>Ambulatorios</translation>
    </message>
    <message>
        <source>Share of head CTs with hemorrhage among outpatients; an assumption, set your own.</source>
        <translation>Proporción de TC de cráneo con hemorragia entre los ambulatorios; una suposición, indique la suya.</translation>
    </message>
    <message>
        <source>Shift</source>
        <translation>Turno</translation>
    </message>
    <message>
        <source>Length of a shift in hours.</source>
        <translation>Duración de un turno en horas.</translation>
    </message>
    <message>
        <source>Set-up &amp;assistant ...</source>
        <translation>&amp;Asistente de configuración ...</translation>
    </message>
    <message>
        <source>For &amp;IT</source>
        <translation>Para &amp;informática</translation>
    </message>
    <message>
        <source>&amp;Export settings ...</source>
        <translation>&amp;Exportar los ajustes ...</translation>
    </message>
    <message>
        <source>&amp;Import settings ...</source>
        <translation>&amp;Importar ajustes ...</translation>
    </message>
    <message>
        <source>&amp;Support bundle ...</source>
        <translation>Paquete de &amp;soporte ...</translation>
    </message>
    <message>
        <source>Export settings, without secrets</source>
        <translation>Exportar los ajustes, sin secretos</translation>
    </message>
    <message>
        <source>Settings written. Left out: {names}.</source>
        <translation>Ajustes escritos. Omitidos: {names}.</translation>
    </message>
    <message>
        <source>Settings written.</source>
        <translation>Ajustes escritos.</translation>
    </message>
    <message>
        <source>Import settings</source>
        <translation>Importar ajustes</translation>
    </message>
    <message>
        <source>Nothing was changed, because the file has errors:</source>
        <translation>No se cambió nada, porque el fichero tiene errores:</translation>
    </message>
    <message>
        <source>Support bundle</source>
        <translation>Paquete de soporte</translation>
    </message>
    <message>
        <source>Support bundle: {part} ...</source>
        <translation>Paquete de soporte: {part} ...</translation>
    </message>
    <message>
        <source>Support bundle written: {count} parts.</source>
        <translation>Paquete de soporte escrito: {count} partes.</translation>
    </message>
    <message>
        <source>Support bundle: looking at everything; this may take a minute.</source>
        <translation>Paquete de soporte: se comprueba todo; puede tardar un minuto.</translation>
    </message>
    <message>
        <source>Loading the program ...</source>
        <translation>Cargando el programa ...</translation>
    </message>
    <message>
        <source>Set by your administrator.</source>
        <translation>Fijado por su administrador.</translation>
    </message>
    <message>
        <source>This must be {what}.</source>
        <translation>Debe ser {what}.</translation>
    </message>
    <message>
        <source>Welcome</source>
        <translation>Bienvenida</translation>
    </message>
    <message>
        <source>Welcome to Firstread</source>
        <translation>Bienvenido a Firstread</translation>
    </message>
    <message>
        <source>It asks your archive for new head CTs, looks at them, and puts those with probable intracranial hemorrhage on top of the list. Three short steps set it up; each can be skipped, and all of it can be changed later.</source>
        <translation>Pide a su archivo las nuevas TC de cráneo, las analiza y coloca al principio de la lista aquellas con probable hemorragia intracraneal. Tres breves pasos lo configuran; cada uno puede omitirse y todo puede cambiarse después.</translation>
    </message>
    <message>
        <source>Firstread is research software, not a medical device. It has no approval of any kind, misses hemorrhages and raises false alarms. It must not be used for diagnosis or to decide about a patient: every study needs its reader, and not analysed never means negative.</source>
        <translation>Firstread es software de investigación, no un producto sanitario. No tiene ninguna aprobación, pasa por alto hemorragias y da falsas alarmas. No debe usarse para diagnosticar ni para decidir sobre un paciente: cada estudio necesita su lector, y no analizado nunca significa negativo.</translation>
    </message>
    <message>
        <source>To look at it first: the demo brings an archive of its own with invented patients.</source>
        <translation>Para verlo antes: la demo trae su propio archivo con pacientes inventados.</translation>
    </message>
    <message>
        <source>Show the &amp;demo</source>
        <translation>Mostrar la &amp;demo</translation>
    </message>
    <message>
        <source>The demo opens in a window of its own.</source>
        <translation>La demo se abre en su propia ventana.</translation>
    </message>
    <message>
        <source>The demo could not be started.</source>
        <translation>No se pudo iniciar la demo.</translation>
    </message>
    <message>
        <source>Ready</source>
        <translation>Listo</translation>
    </message>
    <message>
        <source>In the worklist, the line at the bottom says at all times how archive and processor stand. Tools, Check the set-up looks at everything again and says how to mend what is wrong; this assistant is in the same menu.</source>
        <translation>En la lista de trabajo, la línea inferior dice en todo momento cómo están el archivo y el procesador. Herramientas, Comprobar la instalación lo revisa todo de nuevo y dice cómo arreglar lo que falla; este asistente está en el mismo menú.</translation>
    </message>
    <message>
        <source>Not everything works yet</source>
        <translation>Todavía no funciona todo</translation>
    </message>
    <message>
        <source>Firstread is ready</source>
        <translation>Firstread está listo</translation>
    </message>
    <message>
        <source>Almost ready</source>
        <translation>Casi listo</translation>
    </message>
    <message>
        <source>Finish opens the worklist all the same; it tries again by itself.</source>
        <translation>Finalizar abre la lista de trabajo de todos modos; ella lo intenta de nuevo por sí misma.</translation>
    </message>
    <message>
        <source>Finish opens the worklist.</source>
        <translation>Finalizar abre la lista de trabajo.</translation>
    </message>
    <message>
        <source>Set up Firstread</source>
        <translation>Configurar Firstread</translation>
    </message>
    <message>
        <source>Skip the &amp;rest</source>
        <translation>Omitir el &amp;resto</translation>
    </message>
    <message>
        <source>&amp;Skip this step</source>
        <translation>&amp;Omitir este paso</translation>
    </message>
    <message>
        <source>&amp;Back</source>
        <translation>&amp;Atrás</translation>
    </message>
    <message>
        <source>&amp;Next</source>
        <translation>&amp;Siguiente</translation>
    </message>
    <message>
        <source>&amp;Finish</source>
        <translation>&amp;Finalizar</translation>
    </message>
    <message>
        <source>Something went wrong the last time</source>
        <translation>Algo falló la última vez</translation>
    </message>
    <message>
        <source>Reports of what went wrong</source>
        <translation>Informes de errores</translation>
    </message>
    <message>
        <source>Firstread met an error that nobody expected. No study was lost: it goes on where it was. The report stays on this computer and names no patient; it is shown this once.</source>
        <translation>Firstread encontró un error inesperado. No se perdió ningún estudio: continúa donde estaba. El informe se queda en este equipo y no nombra a ningún paciente; solo se muestra esta vez.</translation>
    </message>
    <message>
        <source>Research software, not a medical device</source>
        <translation>Software de investigación, no un producto sanitario</translation>
    </message>
    <message>
        <source>Demo: the studies of an evening shift arrive over two minutes; all patients are invented.</source>
        <extracomment>Without a reader nobody wants to wait: the shift of two minutes arrives in fifteen seconds. Dots per inch of the report&apos;s picture: 760 pixels across.</extracomment>
        <translation>Demo: los estudios de un turno de tarde llegan en dos minutos; todos los pacientes son inventados.</translation>
    </message>
    <message>
        <source>Opening files …</source>
        <translation>Abriendo ficheros …</translation>
    </message>
    <message>
        <source>Open a folder or disc with CT images</source>
        <translation>Abrir una carpeta o un disco con imágenes de TC</translation>
    </message>
    <message>
        <source>Firstread is research software. It is not a medical device, has no approval of any kind, and must not be used for diagnosis or to decide about a patient. It can miss hemorrhage and can report what is not there. A study without a result, or with the result &apos;None found&apos;, has not been read: every study needs its reader.</source>
        <translation>Firstread es software de investigación. No es un producto sanitario, no tiene ninguna autorización y no debe usarse para el diagnóstico ni para decidir sobre un paciente. Puede pasar por alto hemorragias e informar de lo que no existe. Un estudio sin resultado, o con el resultado «Ninguna hallada», no se ha leído: cada estudio necesita su lector.</translation>
    </message>
    <message>
        <source>About Firstread</source>
        <translation>Acerca de Firstread</translation>
    </message>
    <message>
        <source>A reading-room worklist that puts probable intracranial hemorrhage first.</source>
        <translation>Una lista de trabajo de sala de lectura que pone primero las hemorragias intracraneales probables.</translation>
    </message>
    <message>
        <source>The detector has not started yet.</source>
        <translation>El detector aún no ha arrancado.</translation>
    </message>
    <message>
        <source>Detector after Chang et al., Hybrid 3D/2D Convolutional Neural Network for Hemorrhage Evaluation on Head CT, AJNR 2018. Apache License 2.0.</source>
        <translation>Detector según Chang et al., Hybrid 3D/2D Convolutional Neural Network for Hemorrhage Evaluation on Head CT, AJNR 2018. Licencia Apache 2.0.</translation>
    </message>
    <message>
        <source>This could not be done ({error}).</source>
        <extracomment>What the work returned. One plain sentence.</extracomment>
        <translation>No se pudo hacer ({error}).</translation>
    </message>
    <message>
        <source>Check the set-up</source>
        <translation>Comprobar la instalación</translation>
    </message>
    <message>
        <source>Check &amp;again</source>
        <translation>Comprobar &amp;otra vez</translation>
    </message>
    <message>
        <source>&amp;Copy</source>
        <translation>&amp;Copiar</translation>
    </message>
    <message>
        <source>Copy the findings as text; they name no patient.</source>
        <translation>Copiar los resultados como texto; no nombran a ningún paciente.</translation>
    </message>
    <message>
        <source>&amp;Save for IT ...</source>
        <translation>&amp;Guardar para informática ...</translation>
    </message>
    <message>
        <source>Save the findings as JSON; they name no patient.</source>
        <translation>Guardar los resultados como JSON; no nombran a ningún paciente.</translation>
    </message>
    <message>
        <source>Looking at computer, archive and processor ...</source>
        <translation>Mirando el ordenador, el archivo y el procesador ...</translation>
    </message>
    <message>
        <source>Nothing could be looked at.</source>
        <translation>No se pudo comprobar nada.</translation>
    </message>
    <message>
        <source>One thing is wrong.</source>
        <translation>Una cosa está mal.</translation>
    </message>
    <message numerus="yes">
        <source>%n things are wrong.</source>
        <translation>
            <numerusform>%n cosa está mal.</numerusform>
            <numerusform>%n cosas están mal.</numerusform>
        </translation>
    </message>
    <message>
        <source>Everything is in order.</source>
        <translation>Todo está en orden.</translation>
    </message>
    <message>
        <source>Save for IT</source>
        <translation>Guardar para informática</translation>
    </message>
    <message>
        <source>{file} cannot be written: {why}.</source>
        <translation>No se puede escribir {file}: {why}.</translation>
    </message>
    <message>
        <source>unknown error</source>
        <translation>error desconocido</translation>
    </message>
    <message>
        <source>In order</source>
        <extracomment>Does the looking; raises ArchiveCancelled once told to stop. By what was found: icon, name of its colour in the theme, word.</extracomment>
        <translation>En orden</translation>
    </message>
    <message>
        <source>Wrong</source>
        <translation>Mal</translation>
    </message>
    <message>
        <source>Not looked at</source>
        <translation>No comprobado</translation>
    </message>
    <message>
        <source>To mend it: {remedy}</source>
        <translation>Remedio: {remedy}</translation>
    </message>
    <message>
        <source>Metrics</source>
        <translation>Métricas</translation>
    </message>
    <message>
        <source>They name no patient. The same numbers are in metrics.json and metrics.prom in the data folder.</source>
        <translation>No nombran a ningún paciente. Los mismos números están en metrics.json y metrics.prom en la carpeta de datos.</translation>
    </message>
    <message>
        <source>Firstread report</source>
        <translation>Informe de Firstread</translation>
    </message>
    <message>
        <source>Slice view</source>
        <extracomment>Slices of a Page key. The :class:`Probe` under the pointer, or None.</extracomment>
        <translation>Vista de cortes</translation>
    </message>
    <message>
        <source>Overlays hidden</source>
        <extracomment>Where a point in pixels of the slice (x, y) lies on the screen.</extracomment>
        <translation>Superposiciones ocultas</translation>
    </message>
    <message>
        <source>There is no second reader: {why}</source>
        <translation>No hay segundo lector: {why}</translation>
    </message>
    <message>
        <source>Not yet judged by the second reader, which waits until no study waits for its first answer.</source>
        <translation>Aún no juzgado por el segundo lector, que espera a que ningún estudio espere su primer resultado.</translation>
    </message>
    <message>
        <source>Not judged by the second reader: it was read before.</source>
        <translation>No juzgado por el segundo lector: se leyó antes.</translation>
    </message>
    <message>
        <source>Not judged by the second reader: the answer is older than a day.</source>
        <translation>No juzgado por el segundo lector: el resultado tiene más de un día.</translation>
    </message>
    <message>
        <source>The second reader could not answer: {why}</source>
        <translation>El segundo lector no pudo responder: {why}</translation>
    </message>
    <message>
        <source>score {score} (threshold {threshold})</source>
        <translation>puntuación {score} (umbral {threshold})</translation>
    </message>
    <message>
        <source>Second reader {model} agrees: hemorrhage, {numbers}.</source>
        <translation>El segundo lector {model} está de acuerdo: hemorragia, {numbers}.</translation>
    </message>
    <message>
        <source>Second reader {model} DISAGREES: hemorrhage, {numbers}.</source>
        <translation>El segundo lector {model} NO ESTÁ DE ACUERDO: hemorragia, {numbers}.</translation>
    </message>
    <message>
        <source>most on slice {number}</source>
        <translation>sobre todo en el corte {number}</translation>
    </message>
    <message>
        <source>overlap of the masks (Dice) {dice}</source>
        <translation>solapamiento de las máscaras (Dice) {dice}</translation>
    </message>
    <message>
        <source>Second reader {model} agrees: no hemorrhage found, {numbers}.</source>
        <translation>El segundo lector {model} está de acuerdo: no se encontró hemorragia, {numbers}.</translation>
    </message>
    <message>
        <source>Second reader {model} DISAGREES: no hemorrhage found, {numbers}.</source>
        <translation>El segundo lector {model} NO ESTÁ DE ACUERDO: no se encontró hemorragia, {numbers}.</translation>
    </message>
    <message>
        <source>Firstread cannot start: {why}</source>
        <translation>Firstread no puede iniciarse: {why}</translation>
    </message>
</context>
</TS>
