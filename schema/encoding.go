package schema

import (
	"bytes"
	"encoding/binary"
	"slices"
	"unicode/utf16"
	"unicode/utf8"
)

const byteOrderMark = "\ufeff"

// UTF8 is a text file as UTF-8 without a byte order mark: as most programs save
// it, or as some on Windows do, with a mark or in UTF-16. What is neither comes
// back as it is.
func UTF8(src []byte) []byte {
	order := utf16Order(src)
	if order == nil {
		return bytes.TrimPrefix(src, []byte(byteOrderMark))
	}
	units := make([]uint16, 0, len(src)/2)
	for pair := range slices.Chunk(src, 2) {
		units = append(units, order.Uint16(pair))
	}
	runes := utf16.Decode(units)
	for i, unit := 0, 0; i < len(runes); i++ {
		if runes[i] == utf8.RuneError && units[unit] != utf8.RuneError {
			return src // half a pair of surrogates
		}
		unit += utf16.RuneLen(runes[i])
	}
	return bytes.TrimPrefix([]byte(string(runes)), []byte(byteOrderMark))
}

// utf16Order is the order of bytes in a text in UTF-16, or nil. Without a byte
// order mark the zero in the first character tells; no other text has one there.
func utf16Order(src []byte) binary.ByteOrder {
	if len(src) < 2 || len(src)%2 != 0 {
		return nil
	}
	switch mark := binary.BigEndian.Uint16(src); {
	case mark == 0xfeff, mark != 0 && src[0] == 0:
		return binary.BigEndian
	case mark == 0xfffe, mark != 0 && src[1] == 0:
		return binary.LittleEndian
	}
	return nil
}
