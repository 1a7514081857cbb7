"""Static files under names that change with their content, and the imports between our own scripts with them."""

from collections.abc import Iterable, Iterator

from django.conf import settings
from whitenoise.storage import CompressedManifestStaticFilesStorage


class StaticFiles(CompressedManifestStaticFilesStorage):  # type: ignore[misc]  # it comes without types
    """As WhiteNoise keeps them; a script that imports another names the very version it was written with."""

    support_js_module_import_aggregation = True

    def compress_files(self, paths: Iterable[str]) -> Iterator[tuple[str, str]]:
        """Smaller copies for whoever reads from afar. A demonstration is read where it stands, and begins sooner."""
        return iter(()) if settings.DEMO else super().compress_files(paths)
