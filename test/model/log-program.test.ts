import { describe, expect, it } from 'vitest'
import { findClientPlace, ProgramSigns, type SipSign } from '../../src/model/logs/log-program.ts'

function programOf(add: (signs: ProgramSigns) => void, place?: string) {
  const signs = new ProgramSigns()
  add(signs)
  return signs.conclude(place)
}
const sip = (parts: Partial<SipSign> = {}): SipSign => ({
  method: 'REGISTER',
  isRequest: true,
  direction: 'sent',
  userAgent: 'UCCAPI/16.0.6741.5663 OC/16.0.6741.2021 (Skype for Business)',
  ...parts,
})

describe('the program of a log', () => {
  it.each([
    'Microsoft-Office-Lync',
    'Microsoft-Lync-Client',
    'Lync-Client',
    'lync.exe',
    'UCCAPI',
    'UccApi',
    'UccPlatform',
    'Skype for Business',
    'SkypeForBusiness.Client',
    'Office Communicator',
  ])('is the client by the name %s', (name) => {
    expect(programOf((signs) => signs.addName('provider', name))).toEqual({
      program: 'client',
      sign: `provider “${name}”`,
    })
  })

  it.each([
    'Contoso.Updater',
    'Microsoft-Windows-TCPIP',
    'Microsoft-Windows-WindowsUpdateClient',
    'PktMon',
    'EbpfForWindows',
    'Merrill Lynch Terminal',
    'Cisco Unified Communicator',
    'Microsoft-Office-Word',
  ])('is another one by the name %s', (name) => {
    expect(programOf((signs) => signs.addName('provider', name))).toEqual({
      program: 'other',
      note: `Log of another program: ${name}`,
    })
  })

  it.each(['SIPStack', 'Lync Server', 'Skype for Business Server', 'LS User Services'])(
    'is the server by the name %s',
    (name) => {
      expect(programOf((signs) => signs.addName('component', name)).program).toBe('server')
    },
  )

  it.each(['', 'Unknown', '{7f3c2b1a-9d4e-4c60-8a51-2e5b6d7c8f90}', 'MSNT_SystemTrace'])(
    'is unknown by “%s”',
    (name) => {
      expect(programOf((signs) => signs.addName('provider', name)).program).toBe('unknown')
    },
  )

  it('is the client by SIP messages, unless another client sent one', () => {
    expect(programOf((signs) => signs.addSip(sip())).program).toBe('client')
    expect(programOf((signs) => signs.addSip(sip({ userAgent: undefined }))).program).toBe('client')
    const peer = sip({ method: 'MESSAGE', direction: 'received', userAgent: 'Linphone/4.4' })
    expect(programOf((signs) => signs.addSip(peer)).program).toBe('client')
    expect(programOf((signs) => signs.addSip(sip({ userAgent: 'Linphone/4.4' })))).toEqual({
      program: 'other',
      note: 'Log of another program: Linphone/4.4',
    })
  })

  it('is the client by requests to EWS, unless another client sent them', () => {
    const by = (text: string) => programOf((signs) => signs.addText(text)).program
    expect(by('POST https://mail.contoso.example/EWS/Exchange.asmx')).toBe('client')
    expect(by('<m:ResponseCode>NoError</m:ResponseCode>')).toBe('client')
    expect(by('ResponseCode=ErrorServerBusy')).toBe('client')
    expect(by('ResponseCode: 200')).toBe('unknown')
    expect(by('POST /ews/exchange.asmx\nUser-Agent: OC/16.0.4546.1000 (Skype for Business)')).toBe(
      'client',
    )
    expect(by('POST /ews/exchange.asmx\nUser-Agent: Microsoft Outlook 16.0.7070')).toBe('unknown')
  })

  it('is not the client when its records are few among those of other programs', () => {
    const mixed = (own: number) =>
      programOf((signs) => {
        signs.addName('provider', 'Lync', own)
        signs.addName('provider', 'Microsoft-Windows-Kernel-General', 100)
      }).program
    expect(mixed(10)).toBe('client')
    expect(mixed(9)).toBe('other')
  })

  it('is the client by a SIP message among any number of other records', () => {
    expect(
      programOf((signs) => {
        signs.addSip(sip())
        signs.addName('provider', 'Contoso.Part', 1000)
      }).program,
    ).toBe('client')
  })

  it('is the client by its process among any number of records of Windows', () => {
    const machine = (others: number) =>
      programOf((signs) => {
        signs.addName('process', 'Lync.exe', 10)
        signs.addName('provider', 'Microsoft-Windows-Kernel-File', 100_000)
        signs.addName('provider', 'Contoso.Updater', others)
      })
    expect(machine(100)).toEqual({ program: 'client', sign: 'process “Lync.exe”' })
    expect(machine(101).program).toBe('other')
  })

  const inRecords = [
    ['Microsoft-Windows-TCPIP', 'nt'],
    ['PktMon', 'Microsoft-Quic'],
    ['Microsoft.Windows.Subsystem.LxCore'],
    ['EbpfForWindowsProvider', 'Microsoft-Windows-WFP'],
    ['PerfView', 'System.Threading.Tasks.TplEventSource', 'Microsoft-Windows-DotNETRuntime'],
  ]

  it.each(inRecords)('is another one in spite of the name of its file: %s', (...names) => {
    const add = (signs: ProgramSigns) => {
      for (const name of names) signs.addName('provider', name, 5)
    }
    expect(programOf(add, 'its file name').program).toBe('other')
    expect(
      programOf((signs) => {
        signs.addTitle('C:\\temp\\Lync-trace.etl')
        add(signs)
      }).program,
    ).toBe('other')
  })

  it.each(['Contoso.Part', '', '{7f3c2b1a-9d4e-4c60-8a51-2e5b6d7c8f90}', 'lync'])(
    'is the client by the name of its file when “%s” wrote some of its records',
    (name) => {
      const add = (signs: ProgramSigns) => {
        signs.addName('provider', 'Microsoft-Windows-TCPIP', 1000)
        signs.addName('provider', name)
      }
      expect(programOf(add, 'its file name')).toEqual({ program: 'client', sign: 'its file name' })
    },
  )

  it.each([
    'Lync-16.0.6965.5305-Office-x86ship-U',
    'C:\\Users\\kim\\AppData\\Local\\Microsoft\\Office\\16.0\\Lync\\Tracing\\a.etl',
    'D:\\traces\\Lync-16.0.6965.5305-Office-x86ship-U.etl',
  ])('is the client by the session or log file %s, even if no record is decoded', (title) => {
    const { program, sign } = programOf((signs) => {
      signs.addTitle(title)
      signs.addName('provider', '', 1000)
    })
    expect(program).toBe('client')
    expect(sign).toMatch(/^(?:session|log file) “/)
  })

  it.each(['NT Kernel Logger', 'C:\\Users\\lync-admin\\wpr.etl', 'C:\\temp\\Lynch.etl'])(
    'is unknown by the session or log file %s',
    (title) => {
      expect(programOf((signs) => signs.addTitle(title)).program).toBe('unknown')
    },
  )
})

describe('the path of a log', () => {
  it.each([
    'Lync-16.0.6965.5305-Office-x86ship-U.etl',
    'Tracing/Lync-UccApi-0.UccApilog.bak',
    'lync.txt',
    'case/Lync/Tracing/FmtFile.txt',
    'C:\\Users\\kim\\AppData\\Local\\Microsoft\\Office\\16.0\\Lync\\Tracing\\trace.csv',
  ])('%s says that it is the client’s', (path) => {
    expect(findClientPlace(path)).toBeDefined()
  })

  it.each([
    'FmtFile.txt',
    'Tracing/trace.csv',
    'lync-server.etl',
    'lynch.etl',
    'Windows/Tracing/SIPStack.etl',
  ])('%s says nothing', (path) => {
    expect(findClientPlace(path)).toBeUndefined()
  })

  it('says so when the folder that was named is the Tracing folder', () => {
    expect(findClientPlace('trace.csv', '/cases/7/Lync/Tracing')).toBeDefined()
    expect(findClientPlace('trace.csv', '/cases/Lync/Tracing/7')).toBeUndefined()
  })
})
