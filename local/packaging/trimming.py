"""What of the installed dependencies a function never reads, and why: a smaller layer starts sooner.

Nothing is guessed: a test imports every handler of every service from the trimmed layer alone and draws up a
rate confirmation with it.
"""

import re
import shutil
from collections.abc import Collection
from pathlib import Path

# glob below the layer's folder → why it is not shipped
UNREAD = {
    "bin": "console scripts",
    "share": "manual pages",
    "**/tests": "tests of the packages",
    "**/*.pyi": "types",
    "**/*.pxd": "sources of compiled modules",
    "**/*.pyx": "sources of compiled modules",
    "**/*.c": "sources of compiled modules",
    "**/*.h": "sources of compiled modules",
    "*.dist-info/RECORD": "names files that are not shipped",
    "*.dist-info/INSTALLER": "for installers",
    "*.dist-info/REQUESTED": "for installers",
    "*.dist-info/WHEEL": "for installers",
    "*.dist-info/METADATA": "nothing asks for their versions; licences stay",
    "boto3/data": "resources; functions use clients",
    "boto3/examples": "documentation",
    "botocore/cacert.pem": "certifi's is read",
    "asn1crypto/cms.py": "certificates alone are read",
    "asn1crypto/crl.py": "as cms",
    "asn1crypto/ocsp.py": "as cms",
    "asn1crypto/pkcs12.py": "as cms",
    "asn1crypto/tsp.py": "as cms",
    "sqlalchemy": "migrations alone use it, and they ship their own",
    "sqlalchemy-*.dist-info": "as sqlalchemy",
    "aws_lambda_powertools/event_handler/openapi/swagger_ui": "no page is served",
    "aws_lambda_powertools/utilities/auth_alpha": "no function uses it",
    "aws_lambda_powertools/utilities/circuit_breaker": "no function uses it",
    "aws_lambda_powertools/utilities/data_masking": "no function uses it",
    "aws_lambda_powertools/utilities/feature_flags": "no function uses it",
    "aws_lambda_powertools/utilities/kafka": "no function uses it",
    "aws_lambda_powertools/utilities/streaming": "no function uses it",
    "sentry_sdk/integrations/*": "of frameworks that no function uses",
    "dateutil/zoneinfo/*.tar.gz": "zones come from tzdata",
    "fontTools/cu2qu": "conversion of fonts; rate confirmations embed none",
    "fontTools/merge": "as cu2qu",
    "fontTools/mtiLib": "as cu2qu",
    "fontTools/qu2cu": "as cu2qu",
    "fontTools/t1Lib": "as cu2qu",
    "fontTools/ufoLib": "as cu2qu",
    "fontTools/voltLib": "as cu2qu",
    "aws_xray_sdk/ext": "patches of libraries; none is patched",
    "fontTools/ttLib/tables/S__i_l_f.py": "as cu2qu",
    "fontTools/ttLib/tables/G__l_a_t.py": "as cu2qu",
    "fontTools/ttLib/scaleUpem.py": "as cu2qu",
    "fontTools/ttLib/removeOverlaps.py": "as cu2qu",
    "fontTools/pens/freetypePen.py": "as cu2qu",
    "fontTools/pens/momentsPen.py": "as cu2qu",
    "fontTools/pens/statisticsPen.py": "as cu2qu",
    "fontTools/misc/symfont.py": "as cu2qu",
    "fontTools/misc/testTools.py": "as cu2qu",
    "fontTools/afmLib.py": "as cu2qu",
    "fontTools/diff": "as cu2qu",
    "fontTools/fontBuilder.py": "as cu2qu",
    "fontTools/tfmLib.py": "as cu2qu",
    "fontTools/ttLib/woff2.py": "as cu2qu",
    "fontTools/ttx.py": "as cu2qu",
    "fontTools/varLib/interpolat*": "as cu2qu",
    "fontTools/varLib/mutator.py": "as cu2qu",
    "fontTools/varLib/plot.py": "as cu2qu",
    "pydantic/mypy.py": "a plugin of mypy",
    "pydantic/v1": "the API of pydantic 1",
    "phonenumbers/geodata": "names of places",
    "phonenumbers/shortdata/region_*": "no short codes",
    "phonenumbers/carrierdata": "names of carriers",
    "fontTools/**/*.so": "each has a Python twin; rate confirmations embed no font",
    "PIL": "fpdf2 does without; rate confirmations hold no picture",
    "pillow.libs": "as PIL",
    "pillow-*.dist-info": "as PIL",
    "urllib3/contrib/emscripten": "browsers",
    "urllib3/contrib/pyopenssl.py": "the standard library's ssl is used",
}
# read in spite of a pattern above: what Sentry installs by itself, what fpdf2 imports
READ = (
    "pg8000-*.dist-info/METADATA",
    "scramp-*.dist-info/METADATA",
    *(f"sentry_sdk/integrations/{name}.py" for name in ("__init__", "_asgi_common", "_wsgi_common", "argv")),
    *(f"sentry_sdk/integrations/{name}.py" for name in ("atexit", "aws_lambda", "dedupe", "excepthook")),
    *(f"sentry_sdk/integrations/{name}.py" for name in ("logging", "modules", "stdlib", "threading")),
)
_SHARED_DATA = re.compile(r"endpoints|partitions|sdk-default-configuration|_retry")


def trim(layer: Path, services: Collection[str]) -> None:
    """Deletes what no function reads; of botocore's data stay those of `services` (botocore's names)."""
    for pattern in UNREAD:
        for found in list(layer.glob(pattern)):
            if not any(found.relative_to(layer).match(kept) for kept in READ):
                delete(found)
    for entry in sorted((layer / "botocore" / "data").iterdir()):
        if entry.name not in services and not _SHARED_DATA.match(entry.name):
            delete(entry)


def delete(path: Path) -> None:
    """Delete a file, or a folder with what is in it."""
    if path.is_dir():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)
