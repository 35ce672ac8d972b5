"""Forms of the Spanish verbs in which people ask to be left alone, made from their stems."""

SENT = ("mand", "envi")
BOTHERED = ("molest", "contact", "text", "llam", "acos", "fastidi", "marc", "busc")
WRITTEN = ("escrib",)
REMOVED = ("quit", "borr", "elimin", "sac", "saqu", "baj", "cancel", "remuev", "remov")

AR = "ar e en es a an arme arnos arle eme enme ame enos enos ando andome andonos arlo enlos"
IR = "ir a an as e en irme irnos ame anme eme iendo iendome iendonos"


def _forms(stems: tuple[str, ...], endings: str) -> str:
    return "/".join(stem + ending for stem in stems for ending in endings.split())


SPANISH_VERBS = {
    "es-sent": _forms(SENT, AR),
    "es-bothered": _forms((*BOTHERED, "busqu", "marqu"), AR) + "/" + _forms(WRITTEN, IR),
    "es-removed": _forms(REMOVED, AR),
    "es-other": (
        "a/al/en/cuando/si/pero/hasta/porque/carga/cargas/direccion/descarga/muelle/puerta/parada/luz/foto/fotos/"
        "papeles/documento/ubicacion/rate/ratecon/chofer/camion/dispatch/_/#"
    ),
}
