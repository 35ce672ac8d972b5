"""Spanish phrases that revoke consent."""

from lambdas.messaging.intents.phrases import Phrases
from lambdas.messaging.intents.revocation_classes import CLASSES

SPANISH_PHRASES = Phrases(
    (
        """para/paren/pare/parar/pares/deja/deje/dejen/dejar/dejes ya/por/favor* de <es-write>
        para/parar/paren/pare/deja/deje/dejen/dejar/alto/detener/detengan/detenga/cancelar/cancele/
            cancelen/cancela/cancelo/anular/anule/suspender/suspenda/suspendan con/a/
            ya* <es-link>* <es-text>
        cancelar/cancele/cancelen/cancela/cancelo/anular/anule/anulen <es-link>* suscripcion/servicio
        no/ya/nunca/jamas no? me/nos <es-dont-write>
        no/ya/nunca/jamas no? <es-dont-write> mas
        ^ no/ya/nunca no? me/nos? <es-dont-write> $
        no/ya/nunca no? <es-dont-send> mas $
        no/ya/nunca no? me/nos <es-dont-send>/hablen/hable/hables/marquen/busquen mas
        no autorizo/autorice/autorizado/autorizamos/permito que? me? ~ <es-text>
        ^ cancelen/cancele/cancelar/cancela/paren/pare todo $
        ^ detenganse/detengase $
        no/ya/nunca/jamas no? me/nos <es-dont-send> ya? <es-link>* <es-text>/nada
        no/ya/nunca/jamas no? me/nos <es-dont-send> nunca/jamas* mas $
        no/nunca/jamas me/nos vuelvan/vuelva/vuelvas a
        no <es-dont-send> mas <es-text>
        no/ya no? quiero/deseo/quisiera/necesito/queremos/me/interesa interesa/
            interesan* <es-link>* <es-text>
        no/ya no? quiero/deseo que me <es-dont-write>/<es-dont-send>/contacten/llamen/molesten/escriban
        no/ya no? quiero/deseo mas $
        no/ya/nunca no? me/nos? <es-dont-send> nada mas?
        ya no me/nos? <es-dont-send> $
        <es-remove> de <es-link>* <es-text>
        no quiero/deseo/quisiera recibir/saber? nada de/mas
        <es-delete> mis datos/informacion
        no/ya no? me/nos este/esten/estes/siga/sigan mandando/enviando/escribiendo/molestando/llamando
        quiero/quisiera/deseo salir/salirme de <es-link>* lista/grupo/mensajes
        no mas <es-link>* <es-text>
        ^ no mas $
        sin mas? <es-text>
        basta ya/de/con* <es-link>* <es-text>
        <es-remove> de/por/favor/ya* <es-link>* lista/listas/sistema/base/contactos/grupo
        ^ <es-remove> $
        <es-delete> mi/este/nuestro numero/telefono/contacto/nombre
        no/ya no? quiero/deseo/necesito sus/tus/su servicio/servicios/ofertas
        ^ no molestar/escribir/enviar/mandar/contactar/llamar mas? $
        ^ ya? dejenme/dejeme/dejame $
        darme/denme/deme/dame/den/dar/darse/dese/date/darnos me/nos* de baja $
        darme/denme/deme/dame/dar de baja
        me de/den/das/dan/doy de? baja
        ^ la? baja $
        desuscribir/desuscribirme/desuscribanme/desuscribame/desinscribir/desinscribirme/darme de?
        dejeme/dejenme/dejame/dejennos en paz
        revoco/retiro/cancelo/revocar/retirar mi/el/todo <es-link>* consentimiento/permiso/autorizacion
        numero equivocado $
        ^ numero equivocado !en/de/del
        ^ equivocado de numero
        no/ya/nunca no? vuelva/vuelvan/vuelvas a <es-write>
        no/ya no? este/esten/estes/siga/sigan/sigas mandando/mandandome/enviando/enviandome/escribiendo/
            escribiendome/molestando/molestandome/texteando/llamando <es-link>* <es-text>?
        se/te/me equivoco/equivocaron/equivocaste/confundieron/confundio de numero/persona
        tiene/tienen/tienes/tengo el? numero equivocado
        ya paren/pare/para/parale/parenle/basta/estuvo $
        parale/parenle/bajale/bajenle a/con <es-link>* <es-text>
        ^ no <es-dont-send> <es-text> $
        ^ para/paren/pare/parale ya $
        apague/apaguen/apagar/desactivar/desactive/desactiven/bloquear <es-link>* <es-text>
        vayanse/vete/vayase a? al/la* diablo/carajo/mierda/chingada/verga
        ^ dejen/deje/deja de? molestar $""",
    ),
    CLASSES,
)
