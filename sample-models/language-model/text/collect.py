#!/usr/bin/env python3
"""Collects the text that the sample language model is trained on.

    python3 collect.py [CACHE]

Downloads the source packages named below with the ordinary clients (pip, npm, Maven) into the folder
CACHE (default: a temporary one), and writes python.txt.xz, java.txt.xz, documentation.txt.xz, licences.txt.xz and
NOTICES.txt beside this script. The texts themselves are kept in version control; the script records
how they were made. The standard library comes from the Python that runs the script.

Documents are separated by a line that holds only a form feed (U+000C). Their order is a shuffle with a
fixed seed, and each source takes whole documents until its budget of characters is used.
"""

import json
import lzma
import pathlib
import platform
import random
import re
import subprocess
import sys
import sysconfig
import tarfile
import tempfile
import zipfile

HERE = pathlib.Path(__file__).resolve().parent
SEED = 20261122
SHORTEST, LONGEST = 400, 120_000

PYTHON_VERSION = "3.13"
PYTHON_SKIPPED = (
    "test", "tests", "idle_test", "site-packages", "encodings", "pydoc_data", "idlelib", "turtledemo",
    "ensurepip", "lib2to3", "__phello__", "_pyrepl",
)
PYTHON_SKIPPED_FILES = ("_sysconfigdata", "_pydatetime_data", "stringprep.py", "token.py", "keyword.py", "this.py")
JAVA_ARTIFACTS = (
    "org.apache.commons:commons-lang3:3.17.0",
    "org.apache.commons:commons-collections4:4.4",
    "com.google.guava:guava:33.3.1-jre",
)
DJANGO = ("django", "5.1.4", r"^[^/]+/docs/(?!releases/|internals/|_ext/|_theme/|man/).*\.txt$")
SQLALCHEMY = ("sqlalchemy", "2.0.36", r"^[^/]+/doc/build/(?!changelog/).*\.rst$")
SPDX = ("spdx-license-list", "6.9.0")
COMMON_LICENSES = pathlib.Path("/usr/share/common-licenses")  # Debian's base-files

BUDGET = {"python": 4_300_000, "java": 2_700_000, "documentation": 3_300_000, "licences": 700_000}


def clean(text):
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\f", "").replace("\ufeff", "")
    return "\n".join(line.rstrip() for line in text.split("\n")).strip("\n")


def acceptable(text):
    if not SHORTEST <= len(text) <= LONGEST:
        return False
    return sum(ord(c) > 126 for c in text) <= 0.005 * len(text)


def write(name, documents):
    """Writes whole documents, shuffled, until the budget is used; returns the names of those taken."""
    seen, unique = set(), []
    for label, text in sorted(documents):
        text = clean(text)
        if acceptable(text) and text not in seen:
            seen.add(text)
            unique.append((label, text))
    random.Random(f"{SEED} {name}").shuffle(unique)
    taken, size = [], 0
    for label, text in unique:
        if size + len(text) <= BUDGET[name]:
            taken.append((label, text))
            size += len(text)
    text = "\n\f\n".join(text for _, text in taken) + "\n"
    (HERE / f"{name}.txt.xz").write_bytes(lzma.compress(text.encode("utf-8"), preset=9 | lzma.PRESET_EXTREME))
    print(f"{name}: {len(taken)} of {len(unique)} documents, {size} characters")
    return [label for label, _ in taken]


def python_documents():
    if not platform.python_version().startswith(PYTHON_VERSION):
        sys.exit(f"Expected Python {PYTHON_VERSION}, whose standard library is collected; found {platform.python_version()}.")
    root = pathlib.Path(sysconfig.get_paths()["stdlib"])
    for path in root.rglob("*.py"):
        relative = path.relative_to(root)
        if any(part in PYTHON_SKIPPED for part in relative.parts):
            continue
        if relative.name.startswith(PYTHON_SKIPPED_FILES):
            continue
        yield str(relative), path.read_text("utf-8", errors="replace")


def java_documents(cache, notices):
    for artifact in JAVA_ARTIFACTS:
        _, name, version = artifact.split(":")
        jar = cache / f"{name}-{version}-sources.jar"
        if not jar.exists():
            subprocess.run(
                ["mvn", "-q", "-B", "org.apache.maven.plugins:maven-dependency-plugin:3.11.0:copy",
                 f"-Dartifact={artifact}:jar:sources", f"-DoutputDirectory={cache}"], check=True)
        with zipfile.ZipFile(jar) as archive:
            for entry in archive.namelist():
                if entry == "META-INF/NOTICE.txt":
                    notices[name] = {archive.read(entry).decode("utf-8").strip()}
                if not entry.endswith(".java") or entry.endswith(("package-info.java", "module-info.java")):
                    continue
                text = archive.read(entry).decode("utf-8").replace("\r\n", "\n")
                # The licence header is the same in every file: said once, in NOTICES.txt.
                header = re.match(r"\s*/\*.*?\*/\s*", text, re.S)
                if header and re.search("licen[sc]e", header[0], re.I):
                    for line in re.findall(r"Copyright.*|.*public domain.*", header[0]):
                        notices.setdefault(name, set()).add(line.strip(" *"))
                    text = text[header.end():]
                yield f"{name}/{entry}", text


def documentation_documents(cache):
    for name, version, pattern in (DJANGO, SQLALCHEMY):
        found = [p for p in cache.glob("*.tar.gz") if p.name.lower() == f"{name}-{version}.tar.gz"]
        if not found:
            subprocess.run(
                [sys.executable, "-m", "pip", "download", "-q", "--no-deps", "--no-binary", ":all:",
                 "-d", str(cache), f"{name}=={version}"], check=True)
            found = [p for p in cache.glob("*.tar.gz") if p.name.lower() == f"{name}-{version}.tar.gz"]
        with tarfile.open(found[0]) as archive:
            for member in archive:
                if member.isfile() and re.match(pattern, member.name):
                    yield f"{name}/{member.name}", archive.extractfile(member).read().decode("utf-8")


def licence_documents(cache):
    for path in COMMON_LICENSES.iterdir():
        if path.is_file() and not path.is_symlink():
            yield f"common-licenses/{path.name}", path.read_text("utf-8")
    name, version = SPDX
    package = cache / f"{name}-{version}.tgz"
    if not package.exists():
        subprocess.run(["npm", "pack", f"{name}@{version}"], cwd=cache, check=True, stdout=subprocess.DEVNULL)
    with tarfile.open(package) as archive:
        approved = json.load(archive.extractfile("package/spdx.json"))
        for key in sorted(approved):
            if approved[key]["osiApproved"]:
                text = json.load(archive.extractfile(f"package/licenses/{key}.json"))["licenseText"]
                yield f"spdx/{key}", text


def main():
    if len(sys.argv) > 1:
        collect(pathlib.Path(sys.argv[1]).resolve())
    else:
        with tempfile.TemporaryDirectory() as cache:
            collect(pathlib.Path(cache))


def collect(cache):
    cache.mkdir(parents=True, exist_ok=True)
    notices = {}
    write("python", python_documents())
    write("java", java_documents(cache, notices))
    write("documentation", documentation_documents(cache))
    write("licences", licence_documents(cache))
    lines = ["The copyright lines of the Java sources whose licence header was taken off, one list a library.", ""]
    for name in sorted(notices):
        lines += [name, "=" * len(name), *sorted(notices[name]), ""]
    (HERE / "NOTICES.txt").write_text("\n".join(lines), "utf-8")


if __name__ == "__main__":
    main()
