"""Looks up PDQ hashes in FAISS IndexBinaryMultiHash(256, 16, 16) with nflip 1, one thread, one query at a time.

Usage: faiss_lookup.py BANK QUERIES ROUNDS; both files hold hashes of 32 bytes one after the other. Prints the
microseconds of processor time that a query takes (median of the rounds) and how many hashes all queries found.
"""

import statistics
import sys
import time

import faiss
import numpy

bank = numpy.fromfile(sys.argv[1], dtype=numpy.uint8).reshape(-1, 32)
queries = numpy.fromfile(sys.argv[2], dtype=numpy.uint8).reshape(-1, 32)
rounds = int(sys.argv[3])

faiss.omp_set_num_threads(1)
index = faiss.IndexBinaryMultiHash(256, 16, 16)
index.nflip = 1
index.add(bank)

times = []
for _ in range(1 + rounds):
    found = 0
    start = time.process_time()
    for i in range(len(queries)):
        # Distances below 32, that is, up to 31.
        limits, distances, labels = index.range_search(queries[i : i + 1], 32)
        found += len(labels)
    times.append((time.process_time() - start) / len(queries) * 1e6)
print(statistics.median(times[1:]), found)
