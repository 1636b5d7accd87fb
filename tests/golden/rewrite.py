"""Write the expected files of all golden cases anew: `python -m tests.golden.rewrite`. Review the difference like code."""

from tests.golden.cases import cases, compiled, expected_blame, expected_json


def main() -> None:
    for case in cases():
        resources = compiled(case).resources
        (case / "expected.json").write_text(expected_json(resources), encoding="utf-8")
        (case / "expected.blame.txt").write_text(expected_blame(resources), encoding="utf-8")


if __name__ == "__main__":
    main()
