"""Checks what a Map state says about its distribution.

Sources: "Using Map state in Distributed mode", "ItemReader", "ItemBatcher" and "ResultWriter" of the
Step Functions developer guide.
"""

from __future__ import annotations

import re

from local.engine.asl.payload import JSON
from local.engine.asl.templates import parse_template
from local.engine.asl.validation.expressions import is_marked
from local.engine.asl.validation.fields import (
    check_exclusive,
    check_known,
    check_language,
    check_required,
)
from local.engine.asl.validation.findings import Findings, expected
from local.engine.asl.validation.languages import JSONPATH
from local.engine.asl.validation.numbers import check_range

Fields = dict[str, JSON]
_MODES = ("INLINE", "DISTRIBUTED")
_EXECUTION_TYPES = ("STANDARD", "EXPRESS")
_DISTRIBUTED_ONLY = ("ItemReader", "ItemBatcher", "ResultWriter", "Label")
_LABEL = re.compile(r'[^\s<>{}\[\]?*"#%\\^|~`$&,;:/\x00-\x1f\x7f-\x9f]{1,40}')
_READER = {"Resource", "Parameters", "Arguments", "ReaderConfig"}
_READER_CONFIG = {
    "InputType",
    "Transformation",
    "ManifestType",
    "CSVHeaderLocation",
    "CSVHeaders",
    "CSVDelimiter",
    "ItemsPointer",
    "MaxItems",
    "MaxItemsPath",
}
_BATCHER = {
    "MaxItemsPerBatch",
    "MaxItemsPerBatchPath",
    "MaxInputBytesPerBatch",
    "MaxInputBytesPerBatchPath",
    "BatchInput",
}
_WRITER = {"Resource", "Parameters", "Arguments", "WriterConfig"}
_WRITER_CONFIG = {"Transformation", "OutputType"}
_READER_RESOURCE = re.compile(r"arn:[\w-]+:states:[\w-]*:\d*:s3:(getObject|listObjectsV2)")
_WRITER_RESOURCE = re.compile(r"arn:[\w-]+:states:[\w-]*:\d*:s3:putObject")
_WORDS = {
    "InputType": ("CSV", "JSON", "JSONL", "MANIFEST"),
    "Transformation": ("NONE", "LOAD_AND_FLATTEN"),
    "ManifestType": ("ATHENA_DATA", "S3_INVENTORY"),
    "CSVHeaderLocation": ("FIRST_ROW", "GIVEN"),
    "CSVDelimiter": ("COMMA", "PIPE", "SEMICOLON", "SPACE", "TAB"),
}
_WRITER_WORDS = {"Transformation": ("NONE", "COMPACT", "FLATTEN"), "OutputType": ("JSON", "JSONL")}
_LARGEST = 100_000_000
_LARGEST_INPUT = 256 * 1024


def check_distribution(fields: Fields, place: str, findings: Findings, language: str) -> None:
    for name in ("ItemProcessor", "Iterator"):
        if isinstance(fields.get(name), dict):
            _check_processor_config(fields, name, place, findings)
    if "Label" in fields and findings.expect(fields["Label"], str, f"{place}/Label"):
        _check_label(fields["Label"], f"{place}/Label", findings)
    for name, check in (
        ("ItemReader", _check_reader),
        ("ItemBatcher", _check_batcher),
        ("ResultWriter", _check_writer),
    ):
        if name in fields and findings.expect(fields[name], dict, f"{place}/{name}"):
            check(fields[name], f"{place}/{name}", findings)
            _check_templates(fields[name], f"{place}/{name}", findings, language)


def _check_templates(fields: Fields, where: str, findings: Findings, language: str) -> None:
    """JSONata's expressions are checked with all others of the state."""
    for part in (fields, fields.get("ReaderConfig")):
        if isinstance(part, dict):
            check_language(part, language, where, findings)
    for name in ("Parameters", "BatchInput"):
        if name in fields and language == JSONPATH:
            findings.parses(parse_template, fields[name], f"{where}/{name}")


def _check_processor_config(fields: Fields, name: str, place: str, findings: Findings) -> None:
    config, where = fields[name].get("ProcessorConfig", {}), f"{place}/{name}/ProcessorConfig"
    if not findings.expect(config, dict, where):
        return
    check_known(config, {"Mode", "ExecutionType"}, where, findings)
    mode = config.get("Mode", "INLINE")
    _check_word(mode, _MODES, f"{where}/Mode", findings)
    if mode == "DISTRIBUTED" and check_required(config, ("ExecutionType",), where, findings):
        _check_word(config["ExecutionType"], _EXECUTION_TYPES, f"{where}/ExecutionType", findings)
    if mode == "INLINE":
        for only in _DISTRIBUTED_ONLY:
            if only in fields:
                findings.add(f"Field '{only}' is only supported when Mode is DISTRIBUTED", place)


def _check_label(label: str, where: str, findings: Findings) -> None:
    if _LABEL.fullmatch(label) is None:
        findings.add("A label has 1 to 40 characters and none of those that names may not have", where)


def _check_reader(reader: Fields, where: str, findings: Findings) -> None:
    check_known(reader, _READER, where, findings)
    _check_resource(reader, _READER_RESOURCE, where, findings)
    config = reader.get("ReaderConfig", {})
    at = f"{where}/ReaderConfig"
    if not findings.expect(config, dict, at):
        return
    check_known(config, _READER_CONFIG, at, findings)
    for name, words in _WORDS.items():
        if name in config:
            _check_word(config[name], words, f"{at}/{name}", findings)
    _check_number(config, "MaxItems", (1, _LARGEST), at, findings)
    if "CSVHeaders" in config:
        _check_headers(config["CSVHeaders"], f"{at}/CSVHeaders", findings)
    if config.get("InputType") == "CSV":
        _check_csv(config, at, findings)


def _check_csv(config: Fields, at: str, findings: Findings) -> None:
    if check_required(config, ("CSVHeaderLocation",), at, findings) and (
        config["CSVHeaderLocation"] == "GIVEN"
    ):
        check_required(config, ("CSVHeaders",), at, findings)


def _check_headers(headers: JSON, where: str, findings: Findings) -> None:
    if findings.expect(headers, list, where) and not all(isinstance(header, str) for header in headers):
        findings.add(expected(str), where)


def _check_batcher(batcher: Fields, where: str, findings: Findings) -> None:
    check_known(batcher, _BATCHER, where, findings)
    _check_number(batcher, "MaxItemsPerBatch", (1, _LARGEST), where, findings)
    _check_number(batcher, "MaxInputBytesPerBatch", (1, _LARGEST_INPUT), where, findings)
    if not any(name in batcher for name in _BATCHER - {"BatchInput"}):
        findings.add(
            "One of these fields is required: [MaxItemsPerBatch, MaxItemsPerBatchPath, "
            "MaxInputBytesPerBatch, MaxInputBytesPerBatchPath]",
            where,
        )


def _check_writer(writer: Fields, where: str, findings: Findings) -> None:
    check_known(writer, _WRITER, where, findings)
    if "Resource" not in writer and "WriterConfig" not in writer:
        findings.add("One of these fields is required: [Resource, WriterConfig]", where)
    if "Resource" in writer:
        _check_resource(writer, _WRITER_RESOURCE, where, findings)
    config = writer.get("WriterConfig", {})
    if findings.expect(config, dict, f"{where}/WriterConfig"):
        check_known(config, _WRITER_CONFIG, f"{where}/WriterConfig", findings)
        for name, words in _WRITER_WORDS.items():
            if name in config:
                _check_word(config[name], words, f"{where}/WriterConfig/{name}", findings)


def _check_resource(fields: Fields, known: re.Pattern[str], where: str, findings: Findings) -> None:
    if not check_required(fields, ("Resource",), where, findings):
        return
    resource = fields["Resource"]
    if findings.expect(resource, str, f"{where}/Resource") and known.fullmatch(resource) is None:
        findings.add("Value is not a valid resource ARN", f"{where}/Resource")


def _check_number(
    fields: Fields, name: str, limits: tuple[float, float], where: str, findings: Findings
) -> None:
    check_exclusive(fields, (name, f"{name}Path"), where, findings)
    if name in fields and not is_marked(fields[name]):
        check_range(fields[name], (int, *limits), f"{where}/{name}", findings)


def _check_word(word: JSON, words: tuple[str, ...], where: str, findings: Findings) -> None:
    if word not in words:
        findings.add(f"Value should be one of the following: [{', '.join(words)}]", where)
