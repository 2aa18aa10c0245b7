import { defined } from '../../model/defined.ts'
import { minutes } from '../../model/duration.ts'

/** A History Spooler that was collected. */
export interface CollectedSpool {
  /** Absent when the folder names no user. */
  readonly user?: string
  /** The moment as of which it is known, milliseconds UTC. */
  readonly at?: number
  readonly items: number
  /** Whether it was read completely. */
  readonly isComplete: boolean
}

export interface KnownMailbox {
  readonly user?: string
  readonly hosting: 'exchange-online' | 'on-premises' | 'unclear'
  /** Empty when only the location is known. */
  readonly host: string
}

/** Facts of a case that a diagnosis uses besides verdicts, journeys and timeline. */
export interface CaseContext {
  /** The users of the client and of the spools, `user@domain`. */
  readonly users: readonly { readonly sip: string; readonly mailDomain?: string }[]
  readonly spools: readonly CollectedSpool[]
  readonly mailboxes: readonly KnownMailbox[]
}

/** A message is processed within this time, or stays where it is (documented). */
export const PROCESSING_MS = minutes(2)

/** Users that are not known contradict nothing. */
export const isSameUser = (left: string | undefined, right: string | undefined): boolean =>
  left === undefined || right === undefined || left.toLowerCase() === right.toLowerCase()

export const hasSeveralUsers = ({ users }: CaseContext): boolean => users.length > 1

/** The only user of the case; undefined when there are several or none is known. */
const soleUser = ({ users }: CaseContext): string | undefined =>
  users.length === 1 ? users[0]?.sip : undefined

/** Whether every spool that may be the user's was seen empty, and there is one. */
export function isSpoolEmpty({ spools }: CaseContext, user: string | undefined): boolean {
  const own = spools.filter((spool) => isSameUser(spool.user, user))
  return own.length > 0 && own.every(({ items, isComplete }) => isComplete && items === 0)
}

/** Whether the user's spool shows what became of a message that was sent at `at`. */
export const showsSpool = (
  { spools }: CaseContext,
  user: string | undefined,
  at: number,
): boolean =>
  spools.some(
    (spool) =>
      spool.isComplete &&
      spool.at !== undefined &&
      spool.at >= at + PROCESSING_MS &&
      isSameUser(spool.user, user),
  )

const mailboxesOf = ({ mailboxes }: CaseContext, user: string | undefined): KnownMailbox[] =>
  mailboxes.filter((mailbox) => isSameUser(mailbox.user, user))

/** Whether the mailbox of the user is certainly not hosted there. */
export function isHostedElsewhere(
  context: CaseContext,
  user: string | undefined,
  hosting: 'exchange-online' | 'on-premises',
): boolean {
  const own = mailboxesOf(context, user)
  const other = hosting === 'on-premises' ? 'exchange-online' : 'on-premises'
  return own.length > 0 && own.every((mailbox) => mailbox.hosting === other)
}

/**
 * Values for the placeholders of commands, by the name between `<` and `>`: those of the user, or of
 * the only user of the case.
 */
export function parametersOf(
  context: CaseContext,
  namedUser: string | undefined,
): Record<string, string> {
  const user = namedUser ?? soleUser(context)
  const known = user === undefined ? [] : context.users.filter(({ sip }) => isSameUser(sip, user))
  const hosts = new Set(mailboxesOf(context, user).map(({ host }) => host))
  hosts.delete('')
  return defined({
    'user@domain': user,
    user,
    'mail domain': known[0]?.mailDomain,
    'Exchange host': hosts.size === 1 ? [...hosts][0] : undefined,
  })
}
