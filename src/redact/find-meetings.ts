import type { NameRegistry } from './name-registry.ts'
import { claimMatches, type TextView } from './replacements.ts'
import { isToken } from './token-kind.ts'

const GUID = '[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}'
/** `https://meet.contoso.example/kim/AB12CD34`, `https://meet.lync.com/contoso/kim/AB12CD34` */
const MEETING_HOST = new RegExp(
  String.raw`:\/\/(?:meet|join)\.[\w.-]{3,200}\/(?:([\w.+-]{1,64})\/)?([\w.+-]{1,64})` +
    String.raw`\/([A-Za-z0-9]{6,16})(?![\w/.-])`,
  'dgi',
)
/** `https://contoso.example/meet/kim/AB12CD34` */
const MEETING_PATH = /\/meet\/([\w.+-]{1,64})\/([A-Za-z0-9]{6,16})(?![\w/.-])/dgi
/** `opaque=app:conf:focus:id:AB12CD34` */
const CONFERENCE = /(?<![\w-])app:conf:[\w-]{1,40}:id:([\w-]{4,128})/dgi
/** `19:meeting_Zm9v…@thread.v2` */
const THREAD = /(?<![\w-])19:(?:meeting_)?([\w-]{12,128})@/dgi
const TEAMS_IDS = new RegExp(`(?<![\\w-])(?:tid|oid)["']?\\s{0,9}[:=]\\s{0,9}["']?(${GUID})`, 'dgi')

/** Finds the organizers and ids in addresses of meetings. */
export function findMeetings(view: TextView, names: NameRegistry): void {
  const { text } = view
  const redactUser = (user: string) => (isToken(user) ? undefined : names.tokenFor('user', user))
  const redactId = (id: string) => (isToken(id) ? undefined : names.tokenFor('call', id))
  if (/meet|join/i.test(text)) {
    claimMatches(view, MEETING_HOST, (part, { 1: tenant, 2: user, 3: id }) => {
      if (part === id) return redactId(part)
      if (part === user) return redactUser(part)
      return part === tenant && !isToken(part) ? names.redactNetbiosName(part) : undefined
    })
    claimMatches(view, MEETING_PATH, (part, { 1: user }) =>
      part === user ? redactUser(part) : redactId(part),
    )
  }
  if (text.includes('conf:')) claimMatches(view, CONFERENCE, redactId)
  if (text.includes('19:')) claimMatches(view, THREAD, redactId)
  if (/[to]id/i.test(text))
    claimMatches(view, TEAMS_IDS, (id) => (isToken(id) ? undefined : names.tokenFor('device', id)))
}
