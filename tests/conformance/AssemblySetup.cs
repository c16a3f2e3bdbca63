// A silo's virtual time advances only when the whole process is idle, so no other test may run at the same time.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
