import { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { socketFolderFor } from '../embedded/socket-place.ts';
import { appendFacts } from '../journal/append-facts.ts';
import { lastSeq } from '../journal/read-facts.ts';
import { openStore } from '../open-store.ts';
import { exampleConsignments } from '../testing/example-facts.ts';
import { ownerConnection } from '../testing/owner-connection.ts';
import {
  codesOf,
  expectOk,
  expectRefused,
  openTemporaryStore,
  type TemporaryStore,
} from '../testing/temporary-store.ts';

/** A server that somebody else runs: here the embedded one, reached by its socket as any other would be. */
let temporary: TemporaryStore;

const addressOf = (user: string, password: string, database: string) =>
  `postgres://${user}:${password}@${encodeURIComponent(socketFolderFor(temporary.dataDir))}/${database}`;

beforeAll(async () => {
  temporary = await openTemporaryStore();
  const client = new Client(await ownerConnection(temporary.dataDir, 'postgres'));
  await client.connect();
  try {
    await client.query("create role clerk login password 'secret'");
    await client.query('grant kontor_app to clerk');
    await client.query('create database office owner clerk');
    await client.query("create role stranger login password 'secret'");
    await client.query('create database locked_office owner stranger');
    await client.query(
      "create database old_office encoding 'LATIN1' locale 'C' locale_provider libc template template0",
    );
  } finally {
    await client.end();
  }
});
afterAll(() => temporary.end());

describe('a server of somebody else', () => {
  it('is brought up to date, takes facts and guards them', async () => {
    const url = addressOf('clerk', 'secret', 'office');
    const store = expectOk(await openStore({ url }));
    try {
      expect(store.kind).toBe('external');
      expectOk(await appendFacts(store, { facts: exampleConsignments(5) }));
      await expect(store.pool.query('delete from fact')).rejects.toMatchObject({ code: '42501' });
      const other = expectOk(await openStore({ url }));
      expect(await lastSeq(other)).toBe(5n);
      await other.close();
    } finally {
      await store.close();
      await store.close();
    }
  });

  it('that does not give the rights is refused', async () => {
    const codes = codesOf(await openStore({ url: addressOf('stranger', 'secret', 'locked_office') }));
    expect(codes).toEqual(['store.migration-failed']);
  });

  it('that keeps texts in another encoding is refused', async () => {
    expect(codesOf(await openStore({ url: addressOf('clerk', 'secret', 'old_office') }))).toEqual([
      'store.server-not-utf8',
    ]);
  });

  it('that does not admit the user is refused, and his password is not repeated', async () => {
    const refusals = expectRefused(await openStore({ url: addressOf('clerk', 'wrong-password', 'office') }));
    expect(refusals.map(({ code }) => code)).toEqual(['store.not-admitted']);
    expect(JSON.stringify(refusals)).not.toContain('wrong-password');
    expect(codesOf(await openStore({ url: addressOf('clerk', 'secret', 'nowhere') }))).toEqual(['store.not-admitted']);
  });

  it.each(['postgres://clerk@127.0.0.1:1/office', 'postgres://clerk@%2Fno%2Fsuch%2Ffolder/office'])(
    'that is not there is refused: %s',
    async (url) => {
      expect(codesOf(await openStore({ url }))).toEqual(['store.unreachable']);
    },
  );

  it.each(['', 'office', 'mysql://clerk@host/office'])('is not named by «%s»', async (url) => {
    expect(codesOf(await openStore({ url }))).toEqual(['store.url-malformed']);
  });
});
