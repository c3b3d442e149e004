//go:build !unix

package fleet

import "errors"

func smallDisk(string) error { return errors.New("no limit can be set on this system") }
