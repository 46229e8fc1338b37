import { refusal } from '@kontor/domain/kernel/refusal';
import { type BriefPages, type ServedBrief, serveBrief } from '@kontor/server/http/serve-brief';
import { EXIT, type Exit } from './exit.ts';
import { remarkRefusals, type Session } from './session.ts';

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** Resolves at the first signal to end. */
function untilTold(): Promise<void> {
  return new Promise((resolve) => {
    const leave = (): void => {
      for (const signal of SIGNALS) process.removeListener(signal, leave);
      resolve();
    };
    for (const signal of SIGNALS) process.on(signal, leave);
  });
}

/** Serves the brief on this machine at a printed address until somebody ends it. */
export async function serveUntilTold(session: Session, pages: BriefPages, port: number | undefined): Promise<Exit> {
  let served: ServedBrief;
  try {
    served = await serveBrief({
      page: pages,
      language: session.texts.language,
      ...(port === undefined ? {} : { port }),
    });
  } catch (error) {
    const reason = error instanceof Error && 'code' in error ? String(error.code) : '';
    remarkRefusals(session, [refusal('cli.port-taken', { port: port ?? 0, reason })]);
    return EXIT.unavailable;
  }
  session.remark(`${session.texts.say('serve.at', { url: served.url })}\n`);
  await untilTold();
  await served.close();
  return EXIT.done;
}
