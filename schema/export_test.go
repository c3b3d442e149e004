package schema

// CompileForTest compiles the schema anew, which a program does once.
func CompileForTest() { compileRules("term sheet", published) }
