import type { AddressInfo } from 'node:net';
import { createAdaptorServer } from '@hono/node-server';
import { Hono } from 'hono';
import { secureHeaders } from 'hono/secure-headers';
import { type Language, readLanguage } from '../texts/language.ts';

/** The brief in one language, as plain text and as a page, which is drawn when it is asked for. */
export type BriefPages = (language: Language) => { readonly html: () => Promise<string>; readonly text: string };

export type ServedBrief = { readonly url: string; readonly close: () => Promise<void> };

export type ServeOptions = {
  readonly page: BriefPages;
  /** The language when the address names none. */
  readonly language: Language;
  /** 0: any free port. */
  readonly port?: number;
};

/** Nobody but this machine reaches it. */
const LOOPBACK = '127.0.0.1';

function briefApp({ page, language }: ServeOptions): Hono {
  const app = new Hono();
  const wanted = (asked: string | undefined): Language => readLanguage(asked ?? '') ?? language;
  app.use(
    secureHeaders({
      contentSecurityPolicy: {
        defaultSrc: ["'none'"],
        styleSrc: ["'unsafe-inline'"],
        imgSrc: ['data:'],
        frameAncestors: ["'none'"],
      },
    }),
  );
  app.get('/', async (context) => context.html(await page(wanted(context.req.query('lang'))).html()));
  app.get('/brief.txt', (context) => context.text(page(wanted(context.req.query('lang'))).text));
  app.get('/healthz', (context) => context.text('ok'));
  return app;
}

/** Serves the brief on this machine only, until it is closed. Rejects when the port is taken. */
export async function serveBrief(options: ServeOptions): Promise<ServedBrief> {
  const server = createAdaptorServer({ fetch: briefApp(options).fetch });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port ?? 0, LOOPBACK, resolve);
  });
  const address: AddressInfo | string | null = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  const close = (): Promise<void> => new Promise((resolve) => void server.close(() => resolve()));
  return { url: `http://${LOOPBACK}:${String(port)}/`, close };
}
