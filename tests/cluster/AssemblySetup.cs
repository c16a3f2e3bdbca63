// Two clusters at once would compete for the processors, and each would take the other's silos for slow.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
