package workbook

import (
	"encoding/binary"
	"strings"
	"unicode/utf16"
)

// compound is a compound file (MS-CFB): a file system of sectors in one file.
// Every chain of sectors is at most as long as the file, so a loop in one is
// found and nothing is taken from the sizes the file declares. Opening one
// holds little, however large it is; what its streams take is told to hold.
type compound struct {
	data      []byte
	shift     int      // a sector has 1<<shift bytes
	fat       []uint32 // the next sector of each sector
	miniFAT   []uint32
	mini      []byte // the stream that the mini sectors lie in
	directory []byte
	hold      func(bytes int) error // an error where that is more than may be held
}

// Sector numbers and sizes (MS-CFB 2.1, 2.2).
const (
	lastSector   = 0xfffffffa // regular sectors are below
	endOfChain   = 0xfffffffe
	noEntry      = 0xffffffff
	headerSize   = 512
	miniShift    = 6
	miniCutoff   = 4096 // streams below are in mini sectors
	entrySize    = 128
	headerDIFAT  = 109
	entryStorage = 1
	entryStream  = 2
	entryRoot    = 5
)

// maxDirectory is how many entries a directory may have; one that every cell
// of a large table has put an object into has a few thousand.
const maxDirectory = 1 << 15

func openCompound(data []byte, hold func(bytes int) error) (*compound, error) {
	if len(data) < headerSize {
		return nil, damagef("文件头不完整")
	}
	u32 := func(at int) uint32 { return binary.LittleEndian.Uint32(data[at:]) }
	c := &compound{data: data, hold: hold, shift: int(binary.LittleEndian.Uint16(data[30:]))}
	if c.shift != 9 && c.shift != 12 || binary.LittleEndian.Uint16(data[32:]) != miniShift {
		return nil, damagef("文件头的扇区大小不合规则")
	}
	if err := c.readFAT(u32(68)); err != nil {
		return nil, err
	}
	size, err := c.length(u32(48))
	if err != nil {
		return nil, err
	}
	if size > maxDirectory*entrySize {
		return nil, damagef("文件目录超过 %d 项", maxDirectory)
	}
	if c.directory, err = c.chain(u32(48)); err != nil {
		return nil, err
	}
	if len(c.directory) < entrySize || c.directory[66] != entryRoot {
		return nil, damagef("文件目录不合规则")
	}
	return c, nil
}

// readMini reads the stream of the mini sectors and their table.
func (c *compound) readMini() error {
	miniFAT, err := c.chain(binary.LittleEndian.Uint32(c.data[60:]))
	if err == nil {
		err = c.hold(len(miniFAT))
	}
	if err != nil {
		return err
	}
	c.miniFAT = sectorNumbers(miniFAT)
	c.mini, err = c.chain(binary.LittleEndian.Uint32(c.directory[116:]))
	return err
}

// readFAT gathers the file allocation table; its sectors are listed in the
// header and in a chain that begins at next.
func (c *compound) readFAT(next uint32) error {
	most := len(c.data) >> c.shift
	list := sectorNumbers(c.data[76 : 76+4*headerDIFAT])
	for n := 0; next < lastSector; n++ {
		s, ok := c.wholeSector(next)
		if !ok || n > most || len(list) > most+headerDIFAT {
			return damagef("扇区表不合规则")
		}
		numbers := sectorNumbers(s)
		list, next = append(list, numbers[:len(numbers)-1]...), numbers[len(numbers)-1]
	}
	for _, number := range list {
		if number >= lastSector {
			continue
		}
		s, ok := c.wholeSector(number)
		if !ok {
			return damagef("扇区表不合规则")
		}
		if len(c.fat) <= most { // the rest would be of sectors behind the file's end
			c.fat = append(c.fat, sectorNumbers(s)...)
		}
	}
	return nil
}

func sectorNumbers(b []byte) []uint32 {
	numbers := make([]uint32, len(b)/4)
	for i := range numbers {
		numbers[i] = binary.LittleEndian.Uint32(b[4*i:])
	}
	return numbers
}

// sector is one sector. The last one of a file may be cut, for some programs
// do not fill it up.
func (c *compound) sector(n uint32) ([]byte, bool) {
	from := (int64(n) + 1) << c.shift
	if from >= int64(len(c.data)) {
		return nil, false
	}
	return c.data[from:min(from+1<<c.shift, int64(len(c.data)))], true
}

// wholeSector is one sector that is not cut.
func (c *compound) wholeSector(n uint32) ([]byte, bool) {
	s, ok := c.sector(n)
	return s, ok && len(s) == 1<<c.shift
}

// chain is the content of a chain of sectors to its end.
func (c *compound) chain(start uint32) ([]byte, error) {
	size, err := c.length(start)
	if err == nil {
		err = c.hold(size)
	}
	if err != nil {
		return nil, err
	}
	out := make([]byte, 0, size)
	for n := start; len(out) < size; n = c.fat[n] {
		s, _ := c.sector(n) // length went the same way
		out = append(out, s...)
	}
	return out, nil
}

// length is how many bytes a chain of sectors has.
func (c *compound) length(start uint32) (size int, err error) {
	for n, left := start, len(c.data)>>c.shift; n != endOfChain && (n != noEntry || size > 0); left-- {
		s, ok := c.sector(n)
		if !ok || left == 0 || int64(n) >= int64(len(c.fat)) {
			return 0, damagef("扇区链不合规则，文件不完整")
		}
		size += len(s)
		if n = c.fat[n]; n != endOfChain && len(s) < 1<<c.shift {
			return 0, damagef("扇区链不合规则，文件不完整")
		}
	}
	return size, nil
}

func (c *compound) miniChain(start uint32) ([]byte, error) {
	var out []byte // of few pieces where the stream is as short as it should be
	for n, left := start, len(c.mini)>>miniShift; n != endOfChain; left-- {
		to := (int64(n) + 1) << miniShift
		if left == 0 || int64(n) >= int64(len(c.miniFAT)) || to > int64(len(c.mini)) {
			return nil, damagef("小扇区链不合规则，文件不完整")
		}
		if err := c.hold(1 << miniShift); err != nil {
			return nil, err
		}
		out = append(out, c.mini[to-1<<miniShift:to]...)
		n = c.miniFAT[n]
	}
	return out, nil
}

// entry is one line of the directory.
type entry []byte

func (e entry) name() string {
	n := int(binary.LittleEndian.Uint16(e[64:]))
	if n < 2 || n > 64 {
		return ""
	}
	units := make([]uint16, n/2-1)
	for i := range units {
		units[i] = binary.LittleEndian.Uint16(e[2*i:])
	}
	return string(utf16.Decode(units))
}

// streams are the streams at the root of the file by their names in lower
// case; what is embedded in storages, such as a table in a letter, is not
// among them.
func (c *compound) streams() map[string]entry {
	found := make(map[string]entry)
	seen := make(map[uint32]bool)
	todo := []uint32{binary.LittleEndian.Uint32(c.directory[76:])}
	for len(todo) > 0 {
		n := todo[len(todo)-1]
		todo = todo[:len(todo)-1]
		if int64(n) >= int64(len(c.directory)/entrySize) || seen[n] {
			continue
		}
		seen[n] = true
		e := entry(c.directory[int(n)*entrySize:][:entrySize])
		if e[66] == entryStream {
			found[strings.ToLower(e.name())] = e
		}
		if e[66] == entryStream || e[66] == entryStorage {
			todo = append(todo, binary.LittleEndian.Uint32(e[68:]), binary.LittleEndian.Uint32(e[72:]))
		}
	}
	return found
}

// read is the content of a stream, as long as its entry says.
func (c *compound) read(e entry) ([]byte, error) {
	start, size := binary.LittleEndian.Uint32(e[116:]), int64(binary.LittleEndian.Uint32(e[120:]))
	var data []byte
	var err error
	if size < miniCutoff {
		data, err = c.miniChain(start)
	} else {
		data, err = c.chain(start)
	}
	if err != nil {
		return nil, err
	}
	if size > int64(len(data)) {
		return nil, damagef("数据流不完整")
	}
	return data[:size], nil
}
