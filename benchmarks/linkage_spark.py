#!/usr/bin/env python3
"""The same linkage with the pairs scored by Splink's Spark backend, for a region: here on local Spark.

    pip install "pyspark>=4,<5"        (and Java 17; not part of Lintel's environment)
    python benchmarks/linkage_spark.py PLACE [--master local[2]]

Model, weights, table and the settling of people are those of `cases.linkage`; the engine alone differs. Prints what
`linkage.py` prints, and how many records are in other company than DuckDB's run puts them.
"""

import argparse
import json
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))
sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from linkage import records, score
from pyspark.sql import SparkSession
from splink import SparkAPI
from splink.backends.spark import similarity_jar_location

from cases.linkage.engine import (
    clusters,
    least_weight,
    linker_on,
    pairs_of,
    prior_of,
    scored_columns,
    settle,
    table_of,
)
from cases.linkage.model import shipped_model
from cases.linkage.written import distinct


def main() -> None:
    ask = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    ask.add_argument("place", type=Path)
    ask.add_argument("--master", default="local[2]")
    given = ask.parse_args()
    identities, truth = records(given.place)
    session = (
        SparkSession.builder.master(given.master)
        .config("spark.jars", similarity_jar_location())
        .config("spark.driver.memory", "4g")
        .config("spark.sql.shuffle.partitions", "8")
        .config("spark.default.parallelism", "8")
        .config("spark.sql.execution.arrow.pyspark.enabled", "true")
        .getOrCreate()
    )
    session.sparkContext.setLogLevel("ERROR")
    model = shipped_model()
    started = time.perf_counter()
    written = distinct(identities)
    api = SparkAPI(spark_session=session, break_lineage_method="persist")
    linker = linker_on(api, table_of(written), model, prior_of(written, model))
    scored = linker.inference.predict(threshold_match_weight=least_weight(model), warning_mode="never")
    rows = scored.as_spark_dataframe().select(*scored_columns(model)).collect()
    people = settle(written, pairs_of(rows, model), model).people
    seconds = time.perf_counter() - started
    here = clusters(identities)
    differ = sum(here[key] != number for key, number in people.items())
    figures = {"run": "Lintel on Spark", "rows": len(identities), **score(people, truth), "seconds": round(seconds, 1)}
    sys.stdout.write(json.dumps(figures | {"records_that_differ_from_duckdb": differ}) + "\n")
    session.stop()


if __name__ == "__main__":
    main()
