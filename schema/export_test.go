package schema

// ReadRulesForTest reads the schema anew, which a program does once.
func ReadRulesForTest() { readRules("term sheet", published) }
