import {
  productNameOf,
  type ServerBuild,
  serverVersion,
  serverVersionMissing,
} from '../evidence/server-version.ts'
import { type Build, compareBuilds, formatBuild, parseBuild } from '../model/build.ts'
import { present } from '../model/defined.ts'
import { clear, defineRule, type Finding, flagged, notChecked } from '../model/rule.ts'
import { buildThreshold } from '../model/threshold.ts'

export const serverBeforeCu3 = defineRule({
  id: 'server-before-cu3',
  severity: 'error',
  status: 'stable',
  title: 'The server is older than Offline IM',
  why: 'Offline IM came to the server with Skype for Business Server 2015 CU3 (June 2016). Lync Server and earlier updates have no switch for it.',
  looksAt:
    'Get-CsServerPatchVersion (the core components), the generation in the Server header with which the registrar answered REGISTER, and whether Get-CsImConfiguration is known. Get-CsServerVersion prints only the base build, which is the same before and after CU3: 6.0.9319.0 neither flags nor clears.',
  thresholds: {
    minimum: buildThreshold('6.0.9319.259', {
      why: 'Skype for Business Server 2015 CU3, June 2016 (KB3137160)',
      origin: 'documented',
    }),
  },
  falsePositives: [
    'Get-CsImConfiguration is not known in an ordinary PowerShell window either: it has to be the Skype for Business Server Management Shell.',
    'The output is of another server than the one that the user is on.',
  ],
  remedy: [
    {
      do: 'A server administrator installs the latest cumulative update on every Front End Server of the pool, after a backup and in the order that Microsoft gives.',
      commands: ['SkypeServerUpdateInstaller.exe'],
      verify:
        'Get-CsServerPatchVersion shows 6.0.9319.259 or later for the core components on each server.',
    },
    {
      do: 'Confirm that the switch exists now, and is on.',
      commands: ['Get-CsImConfiguration'],
      verify: 'It prints EnableOfflineIm : True.',
    },
  ],
  references: [
    {
      title: 'Enable or disable Offline Instant Messaging in Skype for Business Server',
      url: 'https://learn.microsoft.com/skypeforbusiness/manage/im-and-presence/enable-or-disable-offline-messaging',
    },
    {
      title: 'Get-CsServerPatchVersion',
      url: 'https://learn.microsoft.com/powershell/module/skypeforbusiness/get-csserverpatchversion',
    },
  ],
  evidence: { serverVersion },
  evaluate({ serverVersion: found }, { minimum }) {
    const {
      patchedBuilds: patched,
      baseBuilds: base,
      generation,
      cmdletMissing,
      cmdletAnswered,
    } = found
    const needed = parseBuild(minimum) as Build
    const old = patched.filter(({ build }) => compareBuilds(build, needed) < 0)
    const oldBase = base.filter(({ build }) => compareBuilds(build, needed, 3) < 0)
    const findings: Finding[] = [...old, ...oldBase]
      .slice(0, 20)
      .map((one) => buildFinding(one, minimum))
    if (generation && generation.major < needed[0])
      findings.push({
        subject: generation.text,
        message: `The server that answered REGISTER says ${generation.text}: Lync Server, older than ${minimum}.`,
        sources: [generation.source],
      })
    if (findings.length > 0) return flagged(findings[0]?.message ?? '', findings)

    const newBase = base.filter(({ build }) => compareBuilds(build, needed, 3) > 0)
    const enough = [...patched, ...newBase]
    const but = cmdletMissing
      ? ' Get-CsImConfiguration was not known where it was tried; the version counts.'
      : ''
    if (enough.length > 0) {
      const sources = present([
        ...enough.map(({ source }) => source),
        cmdletMissing ? cmdletMissing : undefined,
      ])
      return clear(`${enough.map(versionText).join('; ')} (needed ${minimum}).${but}`, sources)
    }
    if (generation && generation.major > needed[0])
      return clear(
        `The server says ${generation.text}, a later generation than ${minimum} (inferred).${but}`,
        [generation.source],
      )
    if (cmdletAnswered)
      return clear('Get-CsImConfiguration answered; there is no such cmdlet before CU3.', [
        cmdletAnswered,
      ])
    if (cmdletMissing) {
      const message = `Get-CsImConfiguration is not known: the server’s tools are older than CU3 (${minimum}), if it was tried in the Skype for Business Server Management Shell.`
      return flagged(message, [
        { subject: 'Get-CsImConfiguration', message, sources: [cmdletMissing] },
      ])
    }
    const known = base[0]
      ? `${versionText(base[0])} is the base build`
      : generation
        ? `${generation.text} is the generation`
        : ''
    return notChecked(
      known
        ? `${known}, which does not show the cumulative update.`
        : 'The server’s version is not in the evidence.',
      serverVersionMissing,
    )
  },
})

const versionText = ({ build, sourceText: text }: ServerBuild): string =>
  `${productNameOf(build) ?? 'Server'} ${formatBuild(build)}, from ${text}`

function buildFinding(one: ServerBuild, minimum: string): Finding {
  const name = `${productNameOf(one.build) ?? 'Server'} ${formatBuild(one.build)}`
  const message = `${name} is older than ${minimum} (Skype for Business Server 2015 CU3). Read from ${one.sourceText}.`
  return { subject: name, message, sources: [one.source] }
}
