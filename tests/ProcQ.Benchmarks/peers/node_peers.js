// Side-by-side figures of Node worker pools on the work of this benchmark program. One JSON object a line.
// usage: node node_peers.js [piscina|tinypool|workerpool|jest-worker]   (run in a folder whose node_modules holds piscina tinypool workerpool jest-worker)
const path = require('path'), fs = require('fs'), os = require('os');
const W = +(process.env.WORKERS || 2), N = +(process.env.N || 100000);
const dir = fs.mkdtempSync(path.join(os.tmpdir(), 'np-'));
const src = `
function cpu(n){ let s=n>>>0; for(let i=0;i<12000;i++) s=(Math.imul(s,1664525)+1013904223)>>>0; return s; }
const inc=x=>x+1, ident=x=>x;`;
const cjs = path.join(dir, 'w.cjs'); fs.writeFileSync(cjs, src + `module.exports=inc; module.exports.inc=inc; module.exports.ident=ident; module.exports.cpu=cpu;`);
const med = a => [...a].sort((x, y) => x - y)[a.length >> 1];
async function timed(f, reps = 5) { const ts = []; for (let i = 0; i < reps; i++) { const t = performance.now(); await f(); ts.push((performance.now() - t) / 1e3); } return ts; }
function emit(system, c, n, ts) { const m = med(ts); console.log(JSON.stringify({ system, case: c, n, median_s: +m.toFixed(6), min_s: +Math.min(...ts).toFixed(6), per_s: +(n / m).toFixed(1) })); }
async function suite(tag, call, close) {
  let t = performance.now(); await call('inc', 1); emit(tag, 'startup', 1, [(performance.now() - t) / 1e3]);
  const n = N / 2; await Promise.all(Array.from({ length: 100 }, (_, i) => call('inc', i)));
  emit(tag, 'map(chunk=1)', n, await timed(() => Promise.all(Array.from({ length: n }, (_, i) => call('inc', i)))));
  emit(tag, 'apply latency', 2000, await timed(async () => { for (let i = 0; i < 2000; i++) await call('inc', i); }));
  const b = Buffer.alloc(1 << 20, 7);
  emit(tag, '1MiB echo x100', 100, await timed(() => Promise.all(Array.from({ length: 100 }, () => call('ident', b))), 3));
  emit(tag, 'cpu x2000', 2000, await timed(() => Promise.all(Array.from({ length: 2000 }, (_, i) => call('cpu', i))), 3));
  await close();
}
const only = process.argv[2], wants = name => !only || only === name;
(async () => {
  if (wants('piscina')) { const { Piscina } = require('piscina'); const p = new Piscina({ filename: cjs, minThreads: W, maxThreads: W, concurrentTasksPerWorker: 1 });
    await suite('node.piscina[threads]', (f, x) => p.run(x, { name: f }), () => p.destroy()); }
  if (wants('tinypool')) { const { Tinypool } = await import('tinypool'); for (const runtime of ['worker_threads', 'child_process']) {
    const p = new Tinypool({ filename: 'file://' + cjs, minThreads: W, maxThreads: W, runtime });
    try { await suite(`node.tinypool[${runtime}]`, (f, x) => p.run(x, { name: f }), () => p.destroy()); } catch (e) { console.log(JSON.stringify({ system: 'tinypool ' + runtime, error: String(e) })); } } }
  if (wants('workerpool')) {
    const wp = path.join(dir, 'wp.cjs'); fs.writeFileSync(wp, `const workerpool=require(${JSON.stringify(require.resolve('workerpool'))});` + src + `workerpool.worker({inc,ident,cpu});`);
    const workerpool = require('workerpool'); for (const workerType of ['process', 'thread']) {
    const p = workerpool.pool(wp, { minWorkers: W, maxWorkers: W, workerType });
    await suite(`node.workerpool[${workerType}]`, (f, x) => p.exec(f, [x]), () => p.terminate());
    const q = workerpool.pool({ minWorkers: 1, maxWorkers: 1, workerType });
    const spin = () => { while (true); };
    await q.exec(x => x, [1]);
    emit(`node.workerpool[${workerType}]`, 'timeout 0.5s kill + next result', 1, await timed(async () => { try { await q.exec(spin, []).timeout(500); } catch {} await q.exec(x => x, [1]); }, 5)); await q.terminate(true); } }
  if (wants('jest-worker')) { const { Worker } = require('jest-worker'); const p = new Worker(cjs, { numWorkers: W, enableWorkerThreads: false, exposedMethods: ['inc', 'ident', 'cpu'] });
    await suite('node.jest-worker[process]', (f, x) => p[f](x), () => p.end()); }
})();
