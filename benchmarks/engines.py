"""Ray and Spark against one process: the same results, also when a worker is killed on the way.

    python -m venv engines && engines/bin/pip install '.[ray,spark]' psutil
    engines/bin/python benchmarks/engines.py [--documents 2000] [--engine ray|spark] [--no-kill]

Prints a line for each engine: seconds, documents a second, workers killed, whether the result
equals that of one process. Needs Java for Spark.
"""

from __future__ import annotations

import argparse
import os
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

import psutil
import pyarrow as pa
from documents import compose

from policytext.arrow import from_batch
from policytext.engines.batches import extract_batch

# Engines start their workers elsewhere; these must find the package and this interpreter.
os.environ["PYTHONPATH"] = str(Path(__file__).parent.parent)
os.environ["PYSPARK_PYTHON"] = sys.executable


def documents(count: int) -> pa.Table:
    """Composed documents: ``uri`` and ``text``."""
    names, texts = zip(*compose(count), strict=True)
    return pa.table({"uri": names, "text": texts})


def lines(table: pa.Table) -> list[str]:
    """The results as JSON, in the order of their names."""
    return sorted(record.model_dump_json() for record in from_batch(table))


def with_ray(table: pa.Table) -> pa.Table:
    """All documents through Ray Data, two workers."""
    import ray  # noqa: PLC0415 - each engine only where it is asked for

    from policytext.engines.ray import extract_dataset  # noqa: PLC0415

    ray.init(num_cpus=2, include_dashboard=False, log_to_driver=False, configure_logging=False)
    ray.data.DataContext.get_current().enable_progress_bars = False
    try:
        found = extract_dataset(ray.data.from_arrow(table).repartition(40))
        return pa.concat_tables(ray.get(found.to_arrow_refs()))
    finally:
        ray.shutdown()


def with_spark(table: pa.Table) -> pa.Table:
    """All documents through Spark: a local cluster of two executors."""
    from pyspark.sql import SparkSession  # noqa: PLC0415

    from policytext.engines.spark import extract_frame  # noqa: PLC0415

    spark = (
        SparkSession.builder.master("local-cluster[2,1,1024]")
        .config("spark.ui.enabled", "false")
        .config("spark.sql.execution.arrow.maxRecordsPerBatch", "64")
        .config("spark.executorEnv.PYTHONPATH", os.environ["PYTHONPATH"])
        .config("spark.driver.maxResultSize", "4g")
        .config("spark.driver.memory", "4g")
        .getOrCreate()
    )
    spark.sparkContext.setLogLevel("OFF")
    try:
        frame = spark.createDataFrame(table.to_pandas()).repartition(40)
        return extract_frame(frame).toArrow()
    finally:
        spark.stop()


def worker_of(engine: str) -> psutil.Process | None:
    """A busy worker process of the engine, started by this process."""
    mark = {"ray": "ray::", "spark": "pyspark/daemon"}[engine]
    for process in psutil.Process().children(recursive=True):
        try:
            command = " ".join(process.cmdline())
            leaf = engine != "spark" or process.parent().cmdline() == process.cmdline()
            if (mark in command or "pyspark.daemon" in command) and leaf:
                busy = process.cpu_times().user > 3
                if busy and "IDLE" not in command:
                    return process
        except (psutil.NoSuchProcess, psutil.AccessDenied):
            continue
    return None


def killer(engine: str, done: threading.Event, killed: list[int], times: int) -> None:
    """Kill -9 a worker in the middle of its work, ``times`` times."""
    while not done.wait(0.2) and len(killed) < times:
        worker = worker_of(engine)
        if worker is not None:
            worker.kill()
            killed.append(worker.pid)
            done.wait(5)


def main() -> None:
    """Run the engines and print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--documents", type=int, default=2000)
    parser.add_argument("--engine", choices=("ray", "spark"))
    parser.add_argument("--no-kill", action="store_true")
    given = parser.parse_args()
    table = documents(given.documents)
    began = time.perf_counter()
    expected = lines(extract_batch(table))
    print_line("one process", time.perf_counter() - began, given.documents, 0, "")
    engines: dict[str, Callable[[pa.Table], pa.Table]] = {"ray": with_ray, "spark": with_spark}
    for engine, run in engines.items():
        if given.engine in (None, engine):
            done, killed = threading.Event(), []
            wanted = 0 if given.no_kill else 2
            thread = threading.Thread(target=killer, args=(engine, done, killed, wanted))
            thread.start()
            began = time.perf_counter()
            found = lines(run(table))
            seconds = time.perf_counter() - began
            done.set()
            thread.join()
            same = "equal" if found == expected else "DIFFERENT"
            print_line(engine, seconds, given.documents, len(killed), same)


def print_line(name: str, seconds: float, count: int, killed: int, same: str) -> None:
    """One line of the table."""
    rate = count / seconds
    print(
        f"{name:12} {seconds:7.1f} s {rate:7.1f} documents/s  killed {killed}  {same}", flush=True
    )


if __name__ == "__main__":
    main()
