// Command engross makes, checks, compares and renews cross-licensing
// agreements. See README.md.
package main

import "os"

func main() { os.Exit(run(os.Args[1:], os.Stdin, os.Stdout, os.Stderr)) }
