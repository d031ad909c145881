package pdf

import (
	"bytes"
	"compress/zlib"
	"crypto/sha256"
	"fmt"
	"slices"
	"strconv"
)

// file is a PDF as its numbered objects (ISO 32000-1, 7.5): the one the
// library wrote, to which is added what it can't express.
type file struct {
	objects    [][]byte // what stands between "n 0 obj" and "endobj", by number − 1
	root, info int
	deflate    *zlib.Writer
}

// split takes apart what the library wrote: one cross-reference table, no
// object streams, every object once.
func split(data []byte) (*file, error) {
	f := &file{}
	at := bytes.LastIndex(data, []byte("startxref\n"))
	var table int
	if at < 0 {
		return nil, errShape("startxref")
	}
	if _, err := fmt.Sscanf(string(data[at:]), "startxref\n%d", &table); err != nil || table > at {
		return nil, errShape("startxref")
	}
	var count int
	if _, err := fmt.Sscanf(string(data[table:min(len(data), table+40)]), "xref\n0 %d\n", &count); err != nil || count < 2 {
		return nil, errShape("xref")
	}
	trailer := bytes.Index(data[table:at], []byte("trailer\n"))
	if trailer < 0 {
		return nil, errShape("trailer")
	}
	if _, err := fmt.Sscanf(string(data[table+trailer:at]), "trailer\n<<\n/Size %d\n/Root %d 0 R\n/Info %d 0 R", &count, &f.root, &f.info); err != nil {
		return nil, errShape("trailer")
	}
	const entry = 20 // bytes of a line of the table
	first := table + bytes.Index(data[table:], []byte("\n0 ")) + 1
	lines := data[first+bytes.IndexByte(data[first:], '\n')+1 : table+trailer]
	if len(lines) != entry*count {
		return nil, errShape("xref")
	}
	offsets := make([]int, count)
	for n := 1; n < count; n++ {
		offset, err := strconv.Atoi(string(lines[entry*n : entry*n+10]))
		if err != nil || offset >= table {
			return nil, errShape("xref")
		}
		offsets[n] = offset
	}
	ends := append(slices.Sorted(slices.Values(offsets[1:])), table)
	f.objects = make([][]byte, count-1)
	for n := 1; n < count; n++ {
		i, _ := slices.BinarySearch(ends, offsets[n])
		begin, end := fmt.Sprintf("%d 0 obj\n", n), "\nendobj\n"
		object := data[offsets[n]:ends[i+1]]
		if !bytes.HasPrefix(object, []byte(begin)) || !bytes.HasSuffix(object, []byte(end)) {
			return nil, errShape(begin)
		}
		f.objects[n-1] = object[len(begin) : len(object)-len(end)]
	}
	return f, nil
}

func errShape(what string) error {
	return fmt.Errorf("the library's file is not as expected at %q", what)
}

// add adds an object and returns its number.
func (f *file) add(object []byte) int {
	f.objects = append(f.objects, object)
	return len(f.objects)
}

// object is an object by its number; what is put there replaces it.
func (f *file) object(number int) *[]byte { return &f.objects[number-1] }

// stream is a compressed stream with more entries in its dictionary.
func (f *file) stream(entries string, data []byte) []byte {
	var packed bytes.Buffer
	if f.deflate == nil {
		f.deflate, _ = zlib.NewWriterLevel(&packed, zlib.BestSpeed) // a level that there is
	} else {
		f.deflate.Reset(&packed)
	}
	_, _ = f.deflate.Write(data) // writing to memory does not fail
	_ = f.deflate.Close()
	if entries != "" {
		entries += " "
	}
	object := fmt.Appendf(nil, "<< %s/Filter /FlateDecode /Length %d >>\nstream\n", entries, packed.Len())
	object = append(object, packed.Bytes()...)
	return append(object, "\nendstream"...)
}

// version is that of what the file uses. The comment after it tells programs
// that move files that this one is binary (ISO 32000-1, 7.5.2).
const version = "%PDF-1.7\n%\xE2\xE3\xCF\xD3\n"

// bytes puts the file together again. Its identifier is made of what it holds.
func (f *file) bytes() []byte {
	size := 0
	for _, o := range f.objects {
		size += len(o) + 50
	}
	out := append(make([]byte, 0, size+500), version...)
	offsets := make([]int, len(f.objects))
	for i, o := range f.objects {
		offsets[i] = len(out)
		out = strconv.AppendInt(out, int64(i+1), 10)
		out = append(out, " 0 obj\n"...)
		out = append(out, o...)
		out = append(out, "\nendobj\n"...)
	}
	table := len(out)
	id := sha256.Sum256(out)
	out = fmt.Appendf(out, "xref\n0 %d\n0000000000 65535 f \n", len(offsets)+1)
	for _, at := range offsets {
		out = fmt.Appendf(out, "%010d 00000 n \n", at)
	}
	return fmt.Appendf(out, "trailer\n<< /Size %d /Root %d 0 R /Info %d 0 R /ID [<%x> <%x>] >>\nstartxref\n%d\n%%%%EOF\n",
		len(offsets)+1, f.root, f.info, id[:16], id[:16], table)
}
