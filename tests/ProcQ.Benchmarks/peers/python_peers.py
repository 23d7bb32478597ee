"""Side-by-side figures of Python process pools on the work of this benchmark program. One JSON object a line.

usage: python3 python_peers.py [case ...]   (PEERSRC names a folder holding an unpacked mpire, if any)
"""
import dataclasses, json, os, sys, time, statistics, concurrent.futures as cf, multiprocessing as mp

sys.path.insert(0, os.environ.get("PEERSRC", "/nonexistent"))
W = int(os.environ.get("WORKERS", "2"))
N = int(os.environ.get("N", "100000"))
REPS = int(os.environ.get("REPS", "5"))


def inc(x): return x + 1


@dataclasses.dataclass
class Person:
    id: int
    name: str
    email: str
    age: int
    height: float
    weight: float
    active: bool
    city: str
    country: str
    scores: list


def person(i):
    return Person(i, f"name {i}", f"n{i}@example.org", i % 90, 1.5 + i % 50 / 100, 50 + i % 60, i % 2 == 0, "Bern", "CH", [i, i + 1, i + 2])


def older(p): return dataclasses.replace(p, age=p.age + 1)
def ident(x): return x


def cpu(n):
    # integer LCG loop, the same in every language
    s = n & 0xffffffff
    for _ in range(12000):
        s = (s * 1664525 + 1013904223) & 0xffffffff
    return s


def timed(fn, reps=REPS):
    ts = []
    for _ in range(reps):
        t = time.perf_counter(); fn(); ts.append(time.perf_counter() - t)
    return ts


def emit(system, case, n, ts, **kw):
    m = statistics.median(ts)
    print(json.dumps(dict(system=system, case=case, n=n, median_s=round(m, 6), min_s=round(min(ts), 6), per_s=round(n / m, 1), **kw)), flush=True)


def check(rs):
    assert len(rs) == N and sum(rs) == N * (N + 1) // 2


def put_all(q, n):
    for i in range(n + 1):
        q.put(i)


def mp_queue(ctx, tag):
    # from the first message on: the start of the process is not measured
    n, ts = N, []
    for _ in range(3):
        q = ctx.Queue()
        p = ctx.Process(target=put_all, args=(q, n)); p.start(); q.get()
        t = time.perf_counter()
        s = sum(q.get() for _ in range(n))
        ts.append(time.perf_counter() - t)
        assert s == n * (n + 1) // 2
        p.join()
    emit(tag, "queue of small messages", n, ts)


def mp_pool(method, mod=mp, tag=None):
    ctx = mod.get_context(method)
    tag = tag or f"py.multiprocessing[{method}]"
    t = time.perf_counter(); p = ctx.Pool(W); p.map(inc, range(W)); s = time.perf_counter() - t
    emit(tag, "startup", 1, [s])
    maps = timed(lambda: check(p.map(inc, range(N))))
    emit(tag, "map(auto chunk), first", N, maps[:1])
    emit(tag, "map(auto chunk)", N, maps)
    people = [person(i) for i in range(N)]
    emit(tag, "map of records", N, timed(lambda: p.map(older, people), 3))
    n = N // 5
    emit(tag, "imap(chunk=1)", n, timed(lambda: list(p.imap(inc, range(n)))))
    emit(tag, "imap_unordered(chunk=1)", n, timed(lambda: list(p.imap_unordered(inc, range(n)))))
    emit(tag, "apply latency", 2000, timed(lambda: [p.apply(inc, (i,)) for i in range(2000)]))
    b = os.urandom(1 << 20)
    emit(tag, "1MiB echo x100", 100, timed(lambda: p.map(ident, [b] * 100, 1)))
    emit(tag, "cpu x2000", 2000, timed(lambda: p.map(cpu, range(2000)), 3))
    p.terminate(); p.join()
    mp_queue(ctx, tag)


def futures():
    tag = "py.concurrent.futures"
    with cf.ProcessPoolExecutor(W) as p:
        list(p.map(inc, range(W)))
        n = N // 10
        emit(tag, "map(chunk=1)", n, timed(lambda: list(p.map(inc, range(n))), 3))
        emit(tag, "map(chunk=1000)", N, timed(lambda: check(list(p.map(inc, range(N), chunksize=1000)))))
        emit(tag, "apply latency", 2000, timed(lambda: [p.submit(inc, i).result() for i in range(2000)]))
        b = os.urandom(1 << 20)
        emit(tag, "1MiB echo x100", 100, timed(lambda: list(p.map(ident, [b] * 100))))


def joblib_():
    from joblib import Parallel, delayed
    tag = "py.joblib[loky]"
    with Parallel(n_jobs=W) as p:
        p(delayed(inc)(i) for i in range(W))
        emit(tag, "map(auto chunk)", N, timed(lambda: check(p(delayed(inc)(i) for i in range(N))), 3))
        b = os.urandom(1 << 20)
        emit(tag, "1MiB echo x100", 100, timed(lambda: p(delayed(ident)(b) for _ in range(100)), 3))


def pebble_():
    from pebble import ProcessPool
    tag = "py.pebble"
    with ProcessPool(max_workers=W) as p:
        list(p.map(inc, range(W)).result())
        n = N // 20
        emit(tag, "map(chunk=1)", n, timed(lambda: list(p.map(inc, range(n)).result()), 3))
        emit(tag, "map(chunk=1000)", N, timed(lambda: check(list(p.map(inc, range(N), chunksize=1000).result())), 3))
        emit(tag, "apply latency", 1000, timed(lambda: [p.schedule(inc, args=[i]).result() for i in range(1000)], 3))

        def hang():
            f = p.schedule(time.sleep, args=[60], timeout=0.5)
            try: f.result()
            except cf.TimeoutError: pass
            return p.schedule(inc, args=[1]).result()
        emit(tag, "timeout 0.5s kill + next result", 1, timed(hang, 5))


def mpire_():
    from mpire import WorkerPool
    tag = "py.mpire[fork]"
    with WorkerPool(n_jobs=W, keep_alive=True) as p:
        p.map(inc, range(W))
        emit(tag, "map(auto chunk)", N, timed(lambda: check(p.map(inc, range(N))), 3))
        n = N // 20
        emit(tag, "imap_unordered(chunk=1)", n, timed(lambda: list(p.imap_unordered(inc, range(n), chunk_size=1)), 3))
        emit(tag, "apply latency", 1000, timed(lambda: [p.apply(inc, (i,)) for i in range(1000)], 3))


def billiard_():
    import billiard
    tag = "py.billiard"
    p = billiard.Pool(W); p.map(inc, range(W))
    emit(tag, "map(auto chunk)", N, timed(lambda: check(p.map(inc, range(N))), 3))
    n = N // 5
    emit(tag, "imap_unordered(chunk=1)", n, timed(lambda: list(p.imap_unordered(inc, range(n))), 3))
    emit(tag, "apply latency", 2000, timed(lambda: [p.apply(inc, (i,)) for i in range(2000)], 3))
    p.terminate(); p.join()


CASES = dict(fork=lambda: mp_pool("fork"), spawn=lambda: mp_pool("spawn"), futures=futures, joblib=joblib_, pebble=pebble_, mpire=mpire_, billiard=billiard_)

if __name__ == "__main__":
    for name in sys.argv[1:] or CASES:
        try: CASES[name]()
        except Exception as e: print(json.dumps(dict(system=name, error=repr(e))), flush=True)
