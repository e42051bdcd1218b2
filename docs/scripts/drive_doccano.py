"""Sends a file through doccano itself: drive_doccano.py IN.jsonl OUT_FOLDER.

Runs doccano's own import and export on a database in a temporary folder, without its web server,
and leaves ``all.jsonl`` in OUT_FOLDER as "Export dataset" would. Needs an environment of its own,
because doccano pins old libraries:

    python -m venv doccano-env
    doccano-env/bin/pip install doccano==1.8.4 'marshmallow<4' 'environs<11' 'pydantic<2' \
        'pandas<2' 'numpy<2' 'setuptools<81'
    doccano-env/bin/python docs/scripts/drive_doccano.py tasks.jsonl out
"""

from __future__ import annotations

import os
import sys
import tempfile
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path


def main(source: Path, target: Path) -> None:
    """Import ``source`` into a sequence labelling project and export it to ``target``."""
    target.mkdir(parents=True, exist_ok=True)
    backend = find_spec("backend")
    if backend is None or backend.origin is None:
        raise SystemExit("doccano is not installed in this environment")
    sys.path.insert(0, str(Path(backend.origin).parent))
    with tempfile.TemporaryDirectory() as folder:
        os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings.development"
        os.environ["DATABASE_URL"] = f"sqlite:///{folder}/doccano.db"
        import_module("django").setup()
        command = import_module("django.core.management").call_command
        command("migrate", verbosity=0)
        command("create_roles", verbosity=0)
        project, user = _project()
        _import(source, project, user)
        export = import_module("data_export.celery_tasks")
        proxy = import_module("projects.models").Project.objects.get(pk=project.pk)
        formatters = export.create_formatter(proxy, "JSONL")
        writer = export.create_writer("JSONL")
        export.create_collaborative_dataset(proxy, str(target), False, formatters, writer)


def _project():  # type: ignore[no-untyped-def] # the types are doccano's
    users = import_module("django.contrib.auth").get_user_model()
    models = import_module("projects.models")
    user, _ = users.objects.get_or_create(username="coder")
    project = models.SequenceLabelingProject.objects.create(
        name="round trip",
        description="-",
        project_type=models.ProjectType.SEQUENCE_LABELING,
        created_by=user,
        allow_overlapping=True,
        collaborative_annotation=True,
    )
    return project, user


def _import(source: Path, project, user) -> None:  # type: ignore[no-untyped-def]
    readers = import_module("data_import.pipeline.readers")
    catalog = import_module("data_import.pipeline.catalog")
    file = readers.FileName(
        full_path=str(source), generated_name=source.name, upload_name=source.name
    )
    dataset = import_module("data_import.datasets").load_dataset(
        "SequenceLabeling",
        catalog.JSONL,
        [file],
        project,
        column_data="text",
        column_label="label",
        encoding="Auto",
    )
    dataset.save(user, batch_size=100)
    if dataset.errors:
        raise SystemExit(f"doccano refused the file: {dataset.errors}")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
