// Two clusters at once would compete for the processors, and their silos would appear slow.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
