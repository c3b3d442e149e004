package house

import (
	"encoding/binary"
	"errors"
)

var errCollection = errors.New("its list of fonts is damaged")

// firstOf takes the first font out of a collection (.ttc), in which several
// share their tables: OpenType 1.9, "Font collections".
func firstOf(data []byte) ([]byte, error) {
	if len(data) < 16 {
		return nil, errCollection
	}
	start := int(binary.BigEndian.Uint32(data[12:]))
	if start > len(data)-12 {
		return nil, errCollection
	}
	count := int(binary.BigEndian.Uint16(data[start+4:]))
	head := 12 + 16*count
	if start+head > len(data) {
		return nil, errCollection
	}
	out := append([]byte(nil), data[start:start+head]...)
	for i := range count {
		entry := out[12+16*i:][:16]
		at, size := int(binary.BigEndian.Uint32(entry[8:])), int(binary.BigEndian.Uint32(entry[12:]))
		if at > len(data) || size > len(data)-at || len(out)+size > mostFaceBytes {
			return nil, errCollection
		}
		binary.BigEndian.PutUint32(out[12+16*i+8:], uint32(len(out)))
		out = append(out, data[at:at+size]...)
		for len(out)%4 != 0 {
			out = append(out, 0)
		}
	}
	return out, nil
}
