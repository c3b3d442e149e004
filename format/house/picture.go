package house

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"hash/crc32"
	"image"
	"image/color"
	_ "image/jpeg" // pictures that are read
	_ "image/png"
	"math"

	"github.com/klauspost/compress/zlib"
	"go.yaml.in/yaml/v3"
)

// A Picture is a logo as every format can hold it: a PNG of 8-bit red, green and blue,
// with white where the file was transparent.
type Picture struct {
	PNG           []byte
	Width, Height int // in pixels
}

const (
	mostPictureBytes = 2 << 20
	mostPixels       = 2000 // along a side
)

func (s *reading) logo(n *yaml.Node) {
	data := s.file(n, mostPictureBytes)
	if data == nil {
		return
	}
	p, err := readPicture(data)
	if err != nil {
		s.unusable(n, n.Value, err)
		return
	}
	s.Logo = p
}

func readPicture(data []byte) (*Picture, error) {
	head, _, err := image.DecodeConfig(bytes.NewReader(data))
	if err != nil {
		return nil, errors.New("it is neither a PNG nor a JPEG picture")
	}
	if head.Width > mostPixels || head.Height > mostPixels || head.Width == 0 || head.Height == 0 {
		return nil, fmt.Errorf("it is %d by %d pixels, and a logo has at most %d a side", head.Width, head.Height, mostPixels)
	}
	in, _, err := image.Decode(bytes.NewReader(data))
	if err != nil {
		return nil, errors.New("the picture is damaged")
	}
	p := &Picture{Width: head.Width, Height: head.Height}
	p.PNG, err = flat(in)
	return p, err
}

// flat writes a picture as a PNG (W3C PNG, second edition): through the compressor of a
// fixed version, so that its bytes do not change with the release of Go.
func flat(in image.Image) ([]byte, error) {
	b := in.Bounds()
	var lines bytes.Buffer
	z, err := zlib.NewWriterLevel(&lines, zlib.BestCompression)
	if err != nil {
		return nil, err
	}
	line := make([]byte, 1+3*b.Dx()) // the first byte: no filter
	for y := b.Min.Y; y < b.Max.Y; y++ {
		for x := b.Min.X; x < b.Max.X; x++ {
			c := color.NRGBAModel.Convert(in.At(x, y)).(color.NRGBA)
			to := line[1+3*(x-b.Min.X):]
			for i, v := range []uint8{c.R, c.G, c.B} {
				to[i] = uint8((int(v)*int(c.A) + 255*(255-int(c.A)) + 127) / 255)
			}
		}
		if _, err := z.Write(line); err != nil {
			return nil, err
		}
	}
	if err := z.Close(); err != nil {
		return nil, err
	}
	out := []byte("\x89PNG\r\n\x1a\n")
	size := binary.BigEndian.AppendUint32(nil, uint32(b.Dx()))
	size = binary.BigEndian.AppendUint32(size, uint32(b.Dy()))
	out = chunk(out, "IHDR", append(size, 8, 2, 0, 0, 0)) // 8 bits, true colour
	out = chunk(out, "IDAT", lines.Bytes())
	return chunk(out, "IEND", nil), nil
}

func chunk(out []byte, kind string, data []byte) []byte {
	out = binary.BigEndian.AppendUint32(out, uint32(len(data)))
	from := len(out)
	out = append(append(out, kind...), data...)
	return binary.BigEndian.AppendUint32(out, crc32.ChecksumIEEE(out[from:]))
}

// contrast is that of a colour with white: WCAG 2.2, "contrast ratio".
func (c *Colour) contrast() float64 {
	var parts [3]float64
	for i, v := range c {
		s := float64(v) / 255
		if parts[i] = s / 12.92; s > 0.04045 {
			parts[i] = math.Pow((s+0.055)/1.055, 2.4)
		}
	}
	return 1.05 / (0.2126*parts[0] + 0.7152*parts[1] + 0.0722*parts[2] + 0.05)
}

// Fit is the size at which the picture fills a rectangle without being stretched.
func (p *Picture) Fit(width, height int) (int, int) {
	if w := height * p.Width / p.Height; w <= width {
		return w, height
	}
	return width, width * p.Height / p.Width
}
