/**
 * Intended differences between Microsoft's reader and ours: names, values and omissions, each with
 * its reason.
 */

/**
 * Names of events. Microsoft's reader uses its own names for built-in events; ours are task and
 * opcode of the manifest, or the kernel names of the documentation.
 */
export const OUR_NAMES: Readonly<Record<string, string>> = {
  'KernelTraceControl/ImageID': 'KernelTraceControl/ImageID/Info',
  'Windows Kernel/EventTrace': 'MSNT_SystemTrace/EventTrace/Header',
  'Windows Kernel/Image/DCStop': 'MSNT_SystemTrace/Image/DCEnd',
  'Windows Kernel/Memory/HardFault': 'MSNT_SystemTrace/PageFault/HardFault',
  'Windows Kernel/PerfInfo/Sample': 'MSNT_SystemTrace/PerfInfo/SampleProf',
  'Windows Kernel/Process/DCStop': 'MSNT_SystemTrace/Process/DCEnd',
  'Windows Kernel/Process/Stop': 'MSNT_SystemTrace/Process/End',
  'Windows Kernel/Thread/Stop': 'MSNT_SystemTrace/Thread/End',
  'Windows Kernel/UdpIp/Recv': 'MSNT_SystemTrace/UdpIp/RecvIPV4',
  'Windows Kernel/UdpIp/Send': 'MSNT_SystemTrace/UdpIp/SendIPV4',
  'Windows Kernel/SysConfig/Opcode(37)': 'KernelTraceControl/SysConfig/37',
  'GC/AllocationTick': 'GarbageCollection/GCAllocationTick',
  'GC/BulkMovedObjectRanges': 'GarbageCollection/GCBulkMovedObjectRanges',
  'GC/BulkSurvivingObjectRanges': 'GarbageCollection/GCBulkSurvivingObjectRanges',
  'GC/CreateSegment': 'GarbageCollection/GCCreateSegment',
  'GC/FinalizersStart': 'GarbageCollection/GCFinalizersBegin',
  'GC/FinalizersStop': 'GarbageCollection/GCFinalizersEnd',
  'GC/GenerationRange': 'GarbageCollection/GCGenerationRange',
  'GC/HeapStats': 'GarbageCollection/GCHeapStats',
  'GC/MarkCards': 'GarbageCollection/GCMarkOlderGenerationRoots',
  'GC/MarkFinalizeQueueRoots': 'GarbageCollection/GCMarkFinalizeQueueRoots',
  'GC/MarkHandles': 'GarbageCollection/GCMarkHandles',
  'GC/MarkStackRoots': 'GarbageCollection/GCMarkStackRoots',
  'GC/RestartEEStart': 'GarbageCollection/GCRestartEEBegin',
  'GC/RestartEEStop': 'GarbageCollection/GCRestartEEEnd',
  'GC/SuspendEEStart': 'GarbageCollection/GCSuspendEEBegin',
  'GC/SuspendEEStop': 'GarbageCollection/GCSuspendEEEnd',
  'GC/TerminateConcurrentThread': 'GarbageCollection/GCTerminateConcurrentThread',
  'Loader/AppDomainDCStop': 'CLRLoaderRundown/AppDomainDCEnd',
  'Loader/AssemblyDCStop': 'CLRLoaderRundown/AssemblyDCEnd',
  'Loader/DomainModuleDCStop': 'CLRLoaderRundown/DomainModuleDCEnd',
  'Loader/ModuleDCStop': 'CLRLoaderRundown/ModuleDCEnd',
  'Method/DCStopComplete': 'CLRMethodRundown/DCEndComplete',
  'Method/DCStopInit': 'CLRMethodRundown/DCEndInit',
  'Method/JittingStarted': 'CLRMethod/MethodJittingStarted',
  'Method/LoadVerbose': 'CLRMethod/MethodLoadVerbose',
  'Method/UnloadVerbose': 'CLRMethod/MethodUnloadVerbose',
  'Microsoft-Windows-DotNETRuntimeRundown/Runtime/Start':
    'Microsoft-Windows-DotNETRuntimeRundown/CLRRuntimeInformationRundown/Start',
  'Runtime/Start': 'CLRRuntimeInformation/Start',
  'Binding/LoaderAssemblyInitPhaseStop': 'Binding/LoaderAssemblyInitPhaseEnd',
  'Binding/LoaderDeliverEventPhaseStart': 'Binding/LoaderDeliverEventsPhaseStart',
  'Binding/LoaderDeliverEventsPhaseStop': 'Binding/LoaderDeliverEventsPhaseEnd',
  'Binding/LoaderMappingPhaseStop': 'Binding/LoaderMappingPhaseEnd',
  'Binding/LoaderPhaseStop': 'Binding/LoaderPhaseEnd',
  'Binding/NgenPhaseStart': 'Binding/BindingNgenPhaseStart',
  'Binding/NgenPhaseStop': 'Binding/BindingNgenPhaseEnd',
  'NgenBinder/NgenBind': 'CLRNgenBinder/NgenBind',
  'Microsoft-Windows-DotNETRuntimePrivate/GC/GlobalHeapHistory':
    'Microsoft-Windows-DotNETRuntimePrivate/GarbageCollectionPrivate/GCGlobalHeapHistory',
  'Microsoft-Windows-DotNETRuntimePrivate/GC/MarkCards':
    'Microsoft-Windows-DotNETRuntimePrivate/GarbageCollectionPrivate/PrvGCMarkCards',
  'Microsoft-Windows-DotNETRuntimePrivate/GC/MarkFinalizeQueueRoots':
    'Microsoft-Windows-DotNETRuntimePrivate/GarbageCollectionPrivate/PrvGCMarkFinalizeQueueRoots',
  'Microsoft-Windows-DotNETRuntimePrivate/GC/MarkHandles':
    'Microsoft-Windows-DotNETRuntimePrivate/GarbageCollectionPrivate/PrvGCMarkHandles',
  'Microsoft-Windows-DotNETRuntimePrivate/GC/MarkStackRoots':
    'Microsoft-Windows-DotNETRuntimePrivate/GarbageCollectionPrivate/PrvGCMarkStackRoots',
  'Microsoft-Windows-DotNETRuntimePrivate/GC/PerHeapHistory':
    'Microsoft-Windows-DotNETRuntimePrivate/GarbageCollectionPrivate/GCPerHeapHistory',
  'Microsoft-Windows-DotNETRuntimePrivate/GC/Settings':
    'Microsoft-Windows-DotNETRuntimePrivate/GarbageCollectionPrivate/GCSettings',
}

/** Parts of names that are replaced anywhere, if the whole name is not in the table. */
export const OUR_PREFIXES: readonly (readonly [theirs: string, ours: string])[] = [
  ['Windows Kernel/DiskIO/', 'MSNT_SystemTrace/DiskIo/'],
  ['Windows Kernel/SysConfig/', 'KernelTraceControl/SysConfig/'],
  ['Windows Kernel/', 'MSNT_SystemTrace/'],
  ['Microsoft-Windows-DotNETRuntime/GC/', 'Microsoft-Windows-DotNETRuntime/GarbageCollection/'],
  ['Microsoft-Windows-DotNETRuntime/Loader/', 'Microsoft-Windows-DotNETRuntime/CLRLoader/'],
]

/** Events that we read but that are missing from its list. */
export const NOT_IN_BASELINE: Readonly<Record<string, string>> = {
  'MSNT_SystemTrace/EventTrace/PartitionInfoExtension': 'it does not know the class',
  'MSNT_SystemTrace/StackWalk/Stack': 'stacks are joined to the events they belong to',
  'MSNT_SystemTrace/StackWalk/KeyKernel': 'as above',
  'MSNT_SystemTrace/StackWalk/KeyUser': 'as above',
  'MSNT_SystemTrace/StackWalk/KeyDelete': 'as above',
  'MSNT_SystemTrace/StackWalk/KeyRundown': 'as above',
  'Microsoft-Windows-DotNETRuntime/CLRStack/CLRStackWalk': 'as above',
  'MSNT_SystemTrace/Thread/DCStart': 'rundown is consumed: it fills its table of threads',
  'MSNT_SystemTrace/Thread/DCEnd': 'as above',
  'MSNT_SystemTrace/FileIo/FileCreate': 'names of files are consumed',
  'MSNT_SystemTrace/FileIo/FileDelete': 'as above',
  'MSNT_SystemTrace/FileIo/FileRundown': 'as above',
  'Microsoft-Windows-DotNETRuntime/CLRMethod/MethodILToNativeMap':
    'addresses of methods are consumed',
  'Microsoft-Windows-DotNETRuntimeRundown/CLRMethodRundown/MethodDCEndILToNativeMap': 'as above',
  'Microsoft-Windows-DotNETRuntimeRundown/CLRMethodRundown/MethodDCEndVerbose': 'as above',
  'MSNT_SystemTrace/SystemConfig/DPI': 'it does not know the type',
  'MSNT_SystemTrace/SystemConfig/OpticalMedia': 'as above',
  'MSNT_SystemTrace/Image/HypercallPage': 'as above',
}

/** Microsoft's reader drops samples of the idle process. */
export const FEWER_IN_BASELINE: ReadonlySet<string> = new Set(['Windows Kernel/PerfInfo/Sample'])

/** The available manifest is older than .NET 8, so ours has these events only by number. */
export const NOT_IN_MANIFEST: Readonly<Record<string, number>> = {
  'Microsoft-Windows-DotNETRuntime/GC/FitBucketInfo': 209,
  'Microsoft-Windows-DotNETRuntime/GC/GlobalHeapHistory': 205,
  'Microsoft-Windows-DotNETRuntime/GC/LOHCompact': 208,
  'Microsoft-Windows-DotNETRuntime/GC/MarkWithType': 202,
  'Microsoft-Windows-DotNETRuntime/GC/PerHeapHistory': 204,
}

/** Fields with different names. */
export const OUR_FIELDS: Readonly<Record<string, string>> = {
  ProcessID: 'ProcessId',
  ParentID: 'ParentId',
  SessionID: 'SessionId',
  PageDirectoryBase: 'DirectoryTableBase',
  ApplicationID: 'ApplicationId',
  ImageChecksum: 'ImageCheckSum',
  FileKey: 'FileObject',
  // The documentation has the affinity here from version 3 on.
  StartAddr: 'Affinity',
}

/**
 * Fields that Microsoft's reader computes, or takes from another schema than the trace (`class
 * field`, or `* field` for every class).
 */
export const THEIR_FIELDS: Readonly<Record<string, string>> = {
  '* BuildTime': 'computed from TimeDateStamp',
  '* ModuleILFileName': 'computed from ModuleILPath',
  '* PayloadLength': 'the size of the payload',
  '* ElapsedTimeMSec': 'computed from the performance counter',
  '* DiskServiceTimeMSec': 'computed from the performance counter',
  'DiskIO/Read Priority': 'bits of IrpFlags',
  'DiskIO/Write Priority': 'as above',
  'DiskIO/Read FileName': 'looked up by FileKey in other events',
  'DiskIO/Write FileName': 'as above',
  'Memory/HardFault FileName': 'as above',
  'PerfInfo/Sample ProcessorNumber': 'the CPU',
  'PerfInfo/Sample Priority': 'bits of reserved bytes',
  'PerfInfo/Sample ExecutingDPC': 'as above',
  'PerfInfo/Sample ExecutingISR': 'as above',
  'PerfInfo/Sample Rank': 'as above',
  'Thread/Start ThreadName': 'only from version 4 on; empty for older ones',
  'Thread/Stop ThreadName': 'as above',
  'Thread/Start ParentThreadID': 'the thread of the header',
  'Thread/Stop ParentThreadID': 'as above',
  'Thread/Start ParentProcessID': 'the process of the header',
  'Thread/Stop ParentProcessID': 'as above',
  'UdpIp/Recv context': 'PID and size, by the layout of Windows XP',
  'UdpIp/Send context': 'as above',
  'UdpIp/Recv dsize': 'as above',
  'UdpIp/Send dsize': 'as above',
  'GC/AllocationTick ObjectSize': 'only in version 4, which the manifest lacks; 0 for older ones',
  'GC/FinalizeObject TypeName': 'looked up by TypeID in other events',
  'GC/HeapStats TotalHeapSize': 'a sum',
  'GC/HeapStats TotalPromoted': 'a sum',
  'GC/HeapStats Depth': 'computed',
  'GC/HeapStats GenerationSize4': 'only in version 2, which the manifest lacks; 0 for older ones',
  'GC/HeapStats TotalPromotedSize4': 'as above',
  'GC/Start ClientSequenceNumber': 'only in version 2; 0 for older ones',
  'Method/LoadVerbose ReJITID': 'only in version 2; 0 for older ones',
  'Method/LoadVerbose OptimizationTier': 'as above',
  'Method/UnloadVerbose ReJITID': 'as above',
  'Method/UnloadVerbose OptimizationTier': 'as above',
  'Type/BulkType TypeID_0': 'the first structure of Values',
  'Type/BulkType TypeName_0': 'as above',
  'GC/GlobalHeapHistory PauseMode': 'only in later versions; empty for older ones',
  'GC/GlobalHeapHistory MemoryPressure': 'as above',
  'GC/GlobalHeapHistory CondemnReasons0': 'as above',
  'GC/GlobalHeapHistory CondemnReasons1': 'as above',
  'GC/GlobalHeapHistory Count': 'as above',
  'Kernel-File/Create IrpPtr': 'Irp in the schema of the trace',
  'Kernel-File/Create CreateDisposition': 'the high byte of CreateOptions',
  'Kernel-File/Create FileAttributes': 'CreateAttributes in the schema of the trace',
}

/** Values that are formatted differently. */
export const THEIR_VALUES: Readonly<Record<string, string>> = {
  '* AppDomainFlags': 'a number where one bit has no name; ours names the others',
  '* AssemblyFlags': 'None, where the map of the trace has no name for 0',
  '* ModuleFlags': 'joined by commas',
  '* StartupFlags': 'a number where one bit has no name; ours names the others',
  '* StartupMode': 'None, where the map has no name for 0',
  '* Flags': 'None or names of its own; no map in the trace',
  '* IrpFlags': 'None or names of its own',
  '* FileName': 'with drive letters, which it looks up in the volumes of the trace',
  'GC/CreateSegment Type': 'a name that the manifest lacks',
  'GC/GlobalHeapHistory Reason': 'a name; no map in the schema of the trace',
  'GC/GlobalHeapHistory GlobalMechanisms': 'as above',
  'NgenBinder/NgenBind ReasonCode': 'as above',
  'Kernel-File/Create CreateOptions': 'without the high byte, and by name',
  'Kernel-File/Create ShareAccess': 'by name; no map in the trace',
  'PerfView/KernelEnableParameters keywords':
    'all names; the map of the trace has one for the whole, Default',
  'PerfView/KernelEnableParameters stacks': 'as above',
  'solar_system/PrimitiveTypesTest system_time_type':
    'its format has minutes where the seconds’ fraction belongs',
}
