// PouchDB on LevelDB, both ends: node pouch.cjs MODULES WORK ... ; figures go out as lines of JSON.
"use strict";

const fs = require("fs");
const http = require("http");
const path = require("path");
const readline = require("readline");
const { createRequire } = require("module");

const [modules, work, ...given] = process.argv.slice(2);
const installed = createRequire(path.join(modules, "package.json"));
const PouchDB = installed("pouchdb");
PouchDB.setMaxListeners(0);

// Its own fetch opens a connection for every request; kept alive it is a third quicker: the peer at its best.
const agent = new http.Agent({ keepAlive: true });
const there = (url) => new PouchDB(url, { fetch: (to, options) => PouchDB.fetch(to, { ...options, agent }) });

const tell = (said) => process.stdout.write(JSON.stringify(said) + "\n");
const now = () => Number(process.hrtime.bigint()) / 1e6; // the machine's monotonic clock: the same in every process

async function* orders(file) {
  for await (const line of readline.createInterface({ input: fs.createReadStream(file) })) {
    const { id, ...rest } = JSON.parse(line);
    yield { _id: id, ...rest };
  }
}

async function fill(database, file) {
  let some = [];
  const put = async () => {
    const failed = (await database.bulkDocs(some)).filter((one) => one.error);
    if (failed.length) throw new Error(JSON.stringify(failed[0]));
    some = [];
  };
  for await (const one of orders(file)) if (some.push(one) === 1000) await put();
  if (some.length) await put();
}

const held = async (database) => (await database.info()).doc_count;

const works = {
  // The smallest express-pouchdb: the routes replication needs, no log, no checks. A line of input asks for the bytes.
  async serve(folder, port) {
    const express = installed("express");
    const app = express();
    const Stored = PouchDB.defaults({ prefix: folder + path.sep });
    app.use(installed("express-pouchdb")(Stored, { mode: "minimumForPouchDB" }));
    const server = http.createServer(app);
    const open = new Set();
    let gone = 0;
    const bytes = (socket) => socket.bytesRead + socket.bytesWritten;
    server.on("connection", (socket) => {
      open.add(socket);
      socket.on("close", () => {
        open.delete(socket);
        gone += bytes(socket);
      });
    });
    server.listen(Number(port), "127.0.0.1");
    readline
      .createInterface({ input: process.stdin })
      .on("line", () => tell({ bytes: [...open].reduce((sum, socket) => sum + bytes(socket), gone) }))
      .on("close", () => process.exit(0));
  },

  // A full database on the server, untimed.
  async fill(url, file) {
    const database = there(url);
    await fill(database, file);
    tell({ count: await held(database) });
  },

  async pull(url, folder, batch) {
    const mine = new PouchDB(folder);
    const start = now();
    await mine.replicate.from(there(url), { batch_size: Number(batch) });
    tell({ ms: now() - start, count: await held(mine) });
    await mine.close();
  },

  async push(url, folder, file, batch) {
    const mine = new PouchDB(folder);
    await fill(mine, file);
    tell({ ready: true });
    await once();
    const start = now();
    await mine.replicate.to(there(url), { batch_size: Number(batch) });
    tell({ ms: now() - start, count: await held(there(url)) });
    await mine.close();
  },

  // A desk in live replication: to the server, from it, or both ("sync"). Each line of input is written as a document,
  // each document from elsewhere is told when stored.
  async live(url, folder, way) {
    const mine = new PouchDB(folder);
    const written = new Set();
    mine.changes({ live: true, since: "now" }).on("change", ({ id }) => {
      if (!written.has(id)) tell({ id, seen: now() });
    });
    const replicating = { to: mine.replicate.to, from: mine.replicate.from, sync: mine.sync.bind(mine) }[way];
    replicating(there(url), { live: true, retry: true }).on("error", (error) => {
      throw error;
    });
    tell({ ready: true });
    for await (const line of readline.createInterface({ input: process.stdin })) {
      const { id, ...rest } = JSON.parse(line);
      written.add(id);
      const began = now();
      await mine.put({ _id: id, ...rest });
      tell({ id, began, stored: now() });
    }
    process.exit(0);
  },
};

const once = () =>
  new Promise((done) => readline.createInterface({ input: process.stdin }).once("line", done));

works[work](...given).then(
  () => work !== "serve" && process.exit(0),
  (error) => {
    console.error(error);
    process.exit(1);
  },
);
