"""Words that the phrases of revocations (`revocations_*.py`, `harmless.py`) name by their class."""

CLASSES = {
    "stop": (
        "deactivate/disable/deactivating/disabling/abstain from/desist from/pause/silence/mute/stop"
        "/stopping/quit/cease/discontinue/terminate/halt/end/knock off/cut out/cut it out with/"
        "refrain from/avoid/suspend/kill/nix"
    ),
    "remove": (
        "strike/cross/remove/removed/delete/deleted/erase/take/taken/get/drop/scratch/pull/exclude"
        "/purge/scrub/"
        "wipe/clear/cut/unlist/keep/block"
    ),
    "dont": (
        "dont you dare/do not you dare/dont/do not/never/dont you/you dont/not to/dont you ever"
        "/quit trying to/please no"
    ),
    "text": (
        "tex/text/texts/texting/texted/message/messages/messaging/messaged/sms/mms/contact/contacting/"
        "contacted/spam/spamming/email/emails/emailing/alert/alerts/alerting/notification/"
        "notifications/notify/communication/communications/communicating/reaching out/reach out/"
        "hitting me up/hit me up/pinging/ping/writing/robotexts/blasts/broadcasts/solicitations/"
        "solicitation/soliciting/sms messages/chats"
    ),
    "call": "call/calls/calling/robocalls/phoning",
    "bother": (
        "bothering/bugging/harassing/annoying/disturbing/pestering/blowing up/blowing me up/blasting/"
        "messing with/bother/harass/bug/disturb/annoy/hounding/stalking"
    ),
    "link": (
        "driver/drivers/trucker/carrier/with/the/these/those/this/that/your/ur/all/any/of/sending/send/me/us/to/get/getting/receive/"
        "receiving/more/fucking/fuckin/damn/doing/so/many/much/and/or/constant/stupid/annoying/"
        "automated/auto/future/further/such/from/this number/my number/my phone/my cell/out/please/"
        "every/day/daily/load/unwanted/marketing/promotional/be/by/no/it/ever/texting/"
        "messaging/alert/sms/text/other/you/keep/each/as well"
    ),
    "exasperation": (
        "for the last time/seriously/for real/omg/ugh/jesus/christ/wtf/ffs/enough/again/everything/"
        "it/this/all of it/right this second/today/forever/permanently/at once/right now/i mean it/"
        "i beg you/im begging you/god/all/completely/everything already/with this/me/fr/smh/srsly/rn"
        "/this instant/this second/today"
    ),
    "me": (
        "me/us/this number/this phone/my phone/my number/my cell/my line/here/this cell/this line/"
        "this #/this mobile/this device"
    ),
    "again": "again/anymore/any more/ever/no more/any longer/further",
    "number": (
        "name/contact information/name and number/details/contact details/data/records/number/"
        "phone number/cell number/phone/cell/contact/contact info/info/information/digits/mobile/"
        "mobile number/cell phone number/telephone number/phonenumber"
    ),
    "question": "?/|",
    "erase": (
        "withdraw/deactivate/disable/remove/delete/erase/lose/forget/trash/scratch/drop/exclude/block/blacklist"
        "/purge/clear/wipe/discard/"
        "strike/ditch/dump/destroy/shred/scrub/get rid of/take out/throw out/throw away"
    ),
    "my": "my/this/our/the",
    "list": (
        "list/lists/system/systems/database/contacts/contact list/contacts list/records/group/"
        "group chat/thread/chat/texts/messages/messaging/texting/program/service/blast/mailing list/"
        "text list/texting list/call list/calling list/alerts/notifications/subscription/"
        "subscriptions/everything/all lists/future messages/text messages/load alerts/sms list/sms/"
        "distribution/distribution list/phone book/phonebook/phone/files/mail list/email list/emails/"
        "communications/all communication/updates/app"
    ),
    "while": (
        "while/when/until/till/til/if/during/yet/before/after/right now/at night/tonight/today/"
        "unless/this late/this early/so late/so early/im/i am"
    ),
    "want": (
        "want/wish/care/need/wanting/wants/desire/like/interested in/interest in/consent/agree/"
        "longer want/longer wish/longer need/longer interested in/longer consent/want to/wish to"
    ),
    "keyword": (
        "cancelen/cancela/detengase/detenganse/stop/stopall/quit/end/cancel/revoke/unsubscribe/unsubscribed/"
        "remove/opt out/opt/arret/alto/"
        "parar/pare/paren/para/cancelar/cancele/detener/detengan/detente/basta/baja/desuscribir/"
        "desuscribirme/fin/terminar/salir/borrar/quitar/dnc/cease/desist/enough/no more/dejar de/"
        "eliminar/"
        "remover/all"
    ),
    "es-text": (
        "ofertas de cargas/ofertas/mensaje/mensajes/texto/textos/notificacion/notificaciones/alerta/"
        "alertas/sms/correos/avisos/mensajitos/publicidad/spam"
    ),
    "es-link": (
        "de/los/las/el/la/sus/tus/su/tu/estos/esos/este/ese/esta/esa/mas/mandar/mandarme/enviar/"
        "enviarme/recibir/me/que/manden/envien/mande/envie/con/todos/todas/ya/a/tantos/mi/mis/por/"
        "favor/otro/otros/ni/ningun/nuevos/recibiendo/seguir"
    ),
    "es-write": (
        "mandar/mandarme/mandarnos/enviar/enviarme/enviarnos/escribir/escribirme/escribirnos/"
        "molestar/molestarme/contactar/contactarme/textear/textearme/llamarme/llamar/llamarnos/"
        "acosar/acosarme/fastidiar/joder/chingar/estar mandando/estar enviando/estarme mandando/"
        "estar molestando/comunicarse"
    ),
    "es-dont-write": (
        "escriba/escriban/escribas/contacte/contacten/contactes/moleste/molesten/molestes/textee/"
        "texteen/textees/busque/busquen/fastidie/fastidien/vuelva a escribir/vuelvan a escribir/"
        "vuelvas a escribir/vuelvan a mandar/vuelva a mandar/vuelvan a contactar"
    ),
    "es-dont-send": (
        "mande/manden/mandes/envie/envien/envies/llame/llamen/llames/siga mandando/sigan mandando/"
        "sigas mandando"
    ),
    "es-remove": (
        "bajenme/bajeme/bajame/quiteme/quitenme/quitame/quitarme/saqueme/sacame/saquenme/sacarme"
        "/borreme/borrame/borrenme/"
        "borrarme/elimineme/eliminenme/eliminame/eliminarme/remuevame/remuevanme/remueveme/removerme/"
        "me quite/me quiten/me saquen/me saque/me borren/me borre/me eliminen"
    ),
    "es-delete": (
        "borre/borren/borra/borrar/elimine/eliminen/elimina/eliminar/quite/quiten/quita/quitar/"
        "olvide/olviden/olvida/saque/saquen/saca/sacar"
    ),
}
