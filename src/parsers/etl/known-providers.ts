/** Names of providers and of classes of kernel events that Microsoft publishes. */
const NAMES: Readonly<Record<string, string>> = {
  '68fdd900-4a3e-11d1-84f4-0000f80464e3': 'EventTrace',
  '3d6fa8d0-fe05-11d0-9dda-00c04fd7ba7c': 'Process',
  '3d6fa8d1-fe05-11d0-9dda-00c04fd7ba7c': 'Thread',
  '3d6fa8d3-fe05-11d0-9dda-00c04fd7ba7c': 'PageFault',
  '3d6fa8d4-fe05-11d0-9dda-00c04fd7ba7c': 'DiskIo',
  '2cb15d1d-5fc1-11d2-abe1-00a0c911f518': 'Image',
  '90cbdc39-4a3e-11d1-84f4-0000f80464e3': 'FileIo',
  '9a280ac0-c8e0-11d1-84e2-00c04fb998a2': 'TcpIp',
  'bf3a50c5-a9c9-4988-a005-2df0b7c80f80': 'UdpIp',
  'ae53722e-c863-11d2-8659-00c04fa321a1': 'Registry',
  '01853a65-418f-4f36-aefc-dc0f1d2fd235': 'SystemConfig',
  'ce1dbfb4-137e-4da6-87b0-3f59aa102cbc': 'PerfInfo',
  'def2fe46-7bd6-4b80-bd94-f57fe20d0ce3': 'StackWalk',
  'b3e675d7-2554-4f18-830b-2762732560de': 'KernelTraceControl (ImageID)',
  'bbccf6c1-6cd1-48c4-80ff-839482e37671': 'KernelTraceControl (schemas)',
  '9b79ee91-b5fd-41c0-a243-4248e266e9d0': 'SystemConfigEx',
  'e13c0d23-ccbc-4e12-931b-d9cc2eee27e4': 'Microsoft-Windows-DotNETRuntime',
  'a669021c-c450-4609-a035-5af59af4df18': 'Microsoft-Windows-DotNETRuntimeRundown',
  '763fd754-7086-4dfe-95eb-c01a46faf4ca': 'Microsoft-Windows-DotNETRuntimePrivate',
  '2e5dba47-a3d2-4d16-8ee0-6671ffdcd7b5': 'System.Threading.Tasks.TplEventSource',
  '8e9f5090-2d75-4d03-8a81-e5afbf85daf1': 'System.Diagnostics.Eventing.FrameworkEventSource',
  'a0c1853b-5c40-4b15-8766-3cf1c58f985a': 'Microsoft-Windows-PowerShell',
  '22fb2cd6-0e7b-422b-a0c7-2fad1fd0e716': 'Microsoft-Windows-Kernel-Process',
  'edd08927-9cc4-4e65-b970-c2560fb5c289': 'Microsoft-Windows-Kernel-File',
  '1c95126e-7eea-49a9-a3fe-a378b03ddb4d': 'Microsoft-Windows-DNS-Client',
}

/** Published name of a provider or kernel event class; undefined when it is unknown. */
export const findProviderName = (guid: string): string | undefined => NAMES[guid]
