"""The files are archive files (PDF/A-1b), judged by PDFBox Preflight where it is installed."""

from __future__ import annotations

import io
import shutil
import subprocess
from pathlib import Path

import pikepdf
import pytest

from inspector_app.documents.verification import read_embedded
from tests.documents import samples
from tests.documents.reading import drawn, paper

JARS = Path("/usr/share/java")
NEEDED = ("pdfbox2", "fontbox2", "preflight", "xmpbox", "commons-logging", "jaxb-api", "javax.activation")
PREFLIGHT = """
import org.apache.pdfbox.preflight.*;
import org.apache.pdfbox.preflight.parser.PreflightParser;
public class Check {
  public static void main(String[] files) throws Exception {
    for (String file : files) {
      PreflightParser parser = new PreflightParser(new java.io.File(file));
      parser.parse();
      PreflightDocument document = parser.getPreflightDocument();
      document.validate();
      ValidationResult result = document.getResult();
      for (ValidationResult.ValidationError e : result.getErrorsList())
        System.out.println(file + " " + e.getErrorCode() + " " + e.getDetails());
      document.close();
    }
  }
}
"""


def classpath() -> str:
    missing = [name for name in NEEDED if not JARS.joinpath(f"{name}.jar").exists()]
    if missing or not shutil.which("java"):
        pytest.skip(f"PDFBox Preflight is not installed (Debian: libpdfbox2-java): {missing or 'java'}")
    return ":".join(str(JARS / f"{name}.jar") for name in NEEDED)


def test_preflight_finds_no_fault_in_any_form(tmp_path: Path) -> None:
    path = classpath()
    files = []
    for code in samples.CODES:
        for name, changes in (("plain", {}), ("draft", {"is_draft": True})):
            file = tmp_path / f"{code}-{name}.pdf"
            file.write_bytes(drawn(code, **changes).pdf)
            files.append(str(file))
    source = tmp_path / "Check.java"
    source.write_text(PREFLIGHT, "utf-8")
    run = subprocess.run(["java", "-cp", path, str(source), *files], capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stderr
    assert run.stdout == ""


def test_the_file_says_what_it_is() -> None:
    with pikepdf.open(io.BytesIO(drawn("F5").pdf)) as pdf:
        assert str(pdf.Root.Lang) == "zh-CN"
        assert pdf.Root.OutputIntents[0].S == "/GTS_PDFA1"
        with pdf.open_metadata() as metadata:
            assert metadata.pdfa_status == "1B"
            assert metadata["dc:title"] == str(pdf.docinfo["/Title"]) == "责令限期整改指令书 （缙）应急责改〔2026〕70号"


def test_nothing_in_it_is_transparent() -> None:
    with pikepdf.open(io.BytesIO(drawn("EX-11", is_draft=True).pdf)) as pdf:
        for page in pdf.pages:
            assert "/Group" not in page
            assert "/ExtGState" not in page.Resources
            assert not any("/SMask" in image for image in page.Resources.XObject.as_dict().values())


def test_the_values_are_inside_the_file() -> None:
    made = drawn("F5")
    inside = read_embedded(made.pdf)
    assert inside is not None
    assert inside["values"] == paper("F5").values
    assert inside["digest"] == made.digest
    assert (inside["form"], inside["number"]) == ("F5", "（缙）应急责改〔2026〕70号")
