"""Writes breast-cancer.csv and digits.csv from the copies inside scikit-learn, and the checksums of all bundled files.

    pip install scikit-learn==1.9.1
    python make.py

a1a.txt is kept as published (see README.md); only its checksum is written. The CSV files do not depend on the
scikit-learn version as long as it carries the same data: compare checksums.json before and after.
"""

import hashlib
import json
from pathlib import Path

from sklearn.datasets import load_breast_cancer, load_digits

HERE = Path(__file__).parent


def numeral(value):
    """The shortest decimal that reads back as the same double; integers without a point."""
    return repr(float(value)).removesuffix(".0")


def write(file, names, features, labels):
    lines = [",".join([*names, "label"])]
    lines += [",".join(map(numeral, [*row, label])) for row, label in zip(features, labels)]
    (HERE / file).write_text("\n".join(lines) + "\n", newline="\n")


cancer = load_breast_cancer()
assert cancer.data.shape == (569, 30) and list(cancer.target_names) == ["malignant", "benign"]
write("breast-cancer.csv", cancer.feature_names, cancer.data, cancer.target)

digits = load_digits()
assert digits.data.shape == (1797, 64)
write("digits.csv", digits.feature_names, digits.data, digits.target)

files = ["a1a.txt", "breast-cancer.csv", "digits.csv"]
checksums = {file: hashlib.sha256((HERE / file).read_bytes()).hexdigest() for file in files}
(HERE / "checksums.json").write_text(json.dumps(checksums, indent=2) + "\n", newline="\n")
