import { afterEach, describe, expect, it } from 'vitest';
import { type ServedBrief, serveBrief } from './serve-brief.ts';

let served: ServedBrief | undefined;

afterEach(async () => {
  await served?.close();
  served = undefined;
});

async function serve(): Promise<string> {
  served = await serveBrief({
    language: 'be',
    page: (language) => ({
      html: () => Promise.resolve(`<!doctype html><p>${language}</p>`),
      text: `text ${language}\n`,
    }),
  });
  return served.url;
}

const textOf = async (address: string): Promise<string> => (await fetch(address)).text();

describe('serving the brief', () => {
  it('answers on this machine with page, text and health, in the language asked for', async () => {
    const url = await serve();
    expect(new URL(url).hostname).toBe('127.0.0.1');
    expect(await textOf(url)).toContain('<p>be</p>');
    expect(await textOf(`${url}?lang=de`)).toContain('<p>de</p>');
    expect(await textOf(`${url}?lang=%3Cscript%3E`)).toContain('<p>be</p>');
    expect(await textOf(`${url}brief.txt?lang=ru`)).toBe('text ru\n');
    expect((await fetch(`${url}healthz`)).status).toBe(200);
    expect((await fetch(`${url}other`)).status).toBe(404);
  });

  it('lets a page load nothing from elsewhere and be framed by nobody', async () => {
    const { headers } = await fetch(await serve());
    expect(headers.get('content-security-policy')).toContain("default-src 'none'");
    expect(headers.get('content-security-policy')).toContain("frame-ancestors 'none'");
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('content-type')).toMatch(/^text\/html; charset=utf-8$/iu);
  });

  it('rejects when the port is taken, and frees it when closed', async () => {
    const url = await serve();
    const port = Number(new URL(url).port);
    const page = () => ({ html: () => Promise.resolve(''), text: '' });
    await expect(serveBrief({ language: 'en', page, port })).rejects.toThrow(/EADDRINUSE/u);
    await served?.close();
    served = undefined;
    await expect(fetch(url)).rejects.toThrow(/fetch failed/u);
  });
});
