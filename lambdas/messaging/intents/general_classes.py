"""Words that the phrases of revocations by their build (`revocations_general.py`) name by their class."""

from lambdas.messaging.intents.revocation_classes import CLASSES
from lambdas.messaging.intents.spanish_verbs import SPANISH_VERBS

OWN_CLASSES = {
    "other": (
        "and/then/so/but/because/cause/cuz/if/when/while/until/till/til/before/after/unless/where/what/"
        "who/at/in/on/for/near/by/i/ill/im/ive/id/he/she/they/we/it/its/_/#/load/loads/driver/drivers/"
        "truck/trailer/shipper/receiver/dock/gate/dispatch/dispatcher/broker/customer/address/bol/pod/"
        "rate/ratecon/lumper/stop/stops/first/last/next/not"
    ),
    "things": (
        "the/a/an/my/his/her/their/pod/bol/pictures/pics/rate/ratecon/address/directions/eta/updates to/"
        "to the/dispatch/dispatcher/driver/him/them/back/at/first/before/after/until/till/til/when/while/"
        "if/unless/yet/from/about/in/tonight/today/right now/during/without/then/on/only/because/that/"
        "shipper/receiver/customer/broker"
    ),
    "written": (
        "text/texts/texting/message/messages/messaging/sms/spam/spamming/email/emails/emailing/alert/"
        "alerts/notification/notifications/notices/blast/blasts/contacting/robotexts/updates/"
        "communications/offers/solicitations/ads/junk/garbage/bullshit/crap/shit/nonsense/stuff"
    ),
    "order": (
        "stop/quit/cease/halt/discontinue/terminate/knock off/cut out/lay off/ease up/give up/back off/"
        "end/kill/cancel/suspend/turn off/shut off/switch off/put an end/no more/enough/enough of/"
        "enough with"
    ),
    "refusing": (
        "want/need/like/wish/care/interested/appreciate/consent/agree/authorize/accept/welcome/"
        "appreciated/wanted/desire/subscribe/enjoy/use/read"
    ),
    "not": ("dont/do not/not/no longer/never/nobody/noone/no one/didnt/did not/doesnt/aint/isnt/wont/nor"),
    "weary": (
        "tired/sick/done/over/fed up/finished/through/had it/had enough/annoyed/hate/hating/bothered/"
        "had my fill/out of patience/overwhelmed"
    ),
    "taking": (
        "remove/delete/erase/take/get/drop/scratch/cross/strike/pull/purge/scrub/wipe/clear/cut/unlist/"
        "block/exclude/kick/boot/move/want/let/leave/withdraw/unenroll/unregister"
    ),
    "whom": (
        "me/us/my name and number/my number/this number/my phone/my cell/my name/our number/this phone/"
        "this line/number/my info/phonenumber"
    ),
    "other-person": (
        "he/she/my husband/husband/my wife/wife/my dad/dad/my father/father/my brother/brother/my son/"
        "son/my mom/mom/my uncle/my kid/kid/my daughter/the owner/somebody else/someone else"
    ),
    "corrected": ("its/to/| its/| it/| here/| new/| the/| use/| call/| try"),
    "roll": (
        "list/lists/system/database/contacts/contact/group/groups/thread/chat/texts/messages/texting/"
        "messaging/program/service/thing/shit/crap/bs/mess/blast/blasts/alerts/notifications/"
        "subscription/records/app/bot/robot/rotation/roster/feed/distribution/directory/phonebook/"
        "rolodex/queue/mailing/campaign/spam/text/alert/loop/circle/stuff/junk/book/books/file/files/"
        "account"
    ),
}
GENERAL_CLASSES = CLASSES | SPANISH_VERBS | OWN_CLASSES
