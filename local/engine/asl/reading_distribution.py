"""Compiles what a Map state says about its distribution."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from local.engine.asl.distribution import (
    Distribution,
    ItemBatcher,
    ItemReader,
    ReaderConfig,
    ResultWriter,
)

if TYPE_CHECKING:
    from local.engine.asl.reading import QueryLanguage
    from local.engine.asl.templates import Template

Fields = dict[str, Any]
_ARGUMENTS = ("Parameters", "Arguments")


def read_distribution(fields: Fields, processor: Fields, language: QueryLanguage) -> Distribution | None:
    """None for an inline Map."""
    config = processor.get("ProcessorConfig", {})
    if config.get("Mode") != "DISTRIBUTED":
        return None
    return Distribution(
        execution_type=config.get("ExecutionType", "STANDARD"),
        label=fields.get("Label"),
        reader=_reader(fields["ItemReader"], language) if "ItemReader" in fields else None,
        batcher=_batcher(fields["ItemBatcher"], language) if "ItemBatcher" in fields else None,
        writer=_writer(fields["ResultWriter"], language) if "ResultWriter" in fields else None,
    )


def _reader(fields: Fields, language: QueryLanguage) -> ItemReader:
    config = fields.get("ReaderConfig", {})
    usual = ReaderConfig()
    return ItemReader(
        resource=fields["Resource"],
        arguments=_arguments(fields, language),
        config=ReaderConfig(
            input_type=config.get("InputType", usual.input_type),
            csv_header_location=config.get("CSVHeaderLocation", usual.csv_header_location),
            csv_headers=tuple(config.get("CSVHeaders", ())),
            csv_delimiter=config.get("CSVDelimiter", usual.csv_delimiter),
            items_pointer=config.get("ItemsPointer"),
            transformation=config.get("Transformation", usual.transformation),
            manifest_type=config.get("ManifestType"),
        ),
        max_items=language.setting(config, "MaxItems"),
    )


def _batcher(fields: Fields, language: QueryLanguage) -> ItemBatcher:
    return ItemBatcher(
        max_items=language.setting(fields, "MaxItemsPerBatch"),
        max_bytes=language.setting(fields, "MaxInputBytesPerBatch"),
        batch_input=language.template(fields, "BatchInput"),
    )


def _writer(fields: Fields, language: QueryLanguage) -> ResultWriter:
    """Results that are written keep their metadata unless told otherwise, others are outputs alone (AWS)."""
    config, resource = fields.get("WriterConfig", {}), fields.get("Resource")
    return ResultWriter(
        resource=resource,
        arguments=_arguments(fields, language),
        transformation=config.get("Transformation", "NONE" if resource else "COMPACT"),
        output_type=config.get("OutputType", "JSON"),
    )


def _arguments(fields: Fields, language: QueryLanguage) -> Template | None:
    return next((language.template(fields, name) for name in _ARGUMENTS if name in fields), None)
