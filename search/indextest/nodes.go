package indextest

var nodeTests, orderTests, facetTests, termTests, failureTests, togetherTests []test
