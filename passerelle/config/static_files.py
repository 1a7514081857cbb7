"""Static files under names that change with their content, and the imports between our own scripts with them."""

from whitenoise.storage import CompressedManifestStaticFilesStorage


class StaticFiles(CompressedManifestStaticFilesStorage):  # type: ignore[misc]  # it comes without types
    """As WhiteNoise keeps them; a script that imports another names the very version it was written with."""

    support_js_module_import_aggregation = True
