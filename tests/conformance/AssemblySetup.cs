// Virtual time of a silo moves when the whole process is idle, so that nothing else may be at work.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
