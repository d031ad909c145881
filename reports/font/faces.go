// Package font holds the faces bulletins are set in: which characters they
// have, how wide these are, and fonts cut down to the characters of one
// document.
package font

import (
	"errors"
	"fmt"
	"io/fs"
	"slices"
	"unicode"
)

// Role is what a face is for in an official document.
type Role uint8

// The roles.
const (
	FangSong Role = iota // 仿宋: body
	Song                 // 宋: page numbers, tables; stands in for characters the others lack
	BiaoSong             // 小标宋: title, red head
	Hei                  // 黑: level-1 headings, heads of tables
	Kai                  // 楷: level-2 headings
	roles
)

var roleNames = [roles]string{"FangSong", "Song", "BiaoSong", "Hei", "Kai"}

// String is the role's name in fonts, settings and golden files.
func (r Role) String() string { return roleNames[r] }

var roleWords = [roles]string{"仿宋", "宋体", "小标宋", "黑体", "楷体"}

// Chinese is what an office calls the face: 小标宋.
func (r Role) Chinese() string { return roleWords[r] }

// OfficeRoles are the roles in which an office may put faces that it owns. Song
// is not among them: it stands in for the characters that the others lack.
func OfficeRoles() []Role { return []Role{FangSong, BiaoSong, Hei, Kai} }

// ParseRole is the role with a name as String gives it.
func ParseRole(name string) (Role, bool) {
	i := slices.Index(roleNames[:], name)
	return Role(max(i, 0)), i >= 0
}

// files are the names under which the faces are looked for.
var files = [roles]string{
	"BulletinFangSong-Regular.ttf", "BulletinSong-Regular.ttf", "BulletinBiaoSong-Bold.ttf",
	"BulletinHei-Medium.ttf", "BulletinKai-Regular.ttf",
}

// Substitute is drawn for a character that no face has, so that its place is
// seen: 〓, the geta mark that Chinese printers use for a missing sort.
const Substitute = '〓'

// Faces are the faces of one installation, read-only and safe for concurrent
// use.
type Faces struct{ faces [roles]*Face }

// Load reads the faces from directories; each is taken from the first that
// has its file. 仿宋 may be absent, because its licence keeps it outside the
// program: Song then sets the body and Has(FangSong) is false. Any other
// missing or broken face is an error.
func Load(dirs ...fs.FS) (*Faces, error) {
	all := &Faces{}
	for role := range roles {
		data, err := find(dirs, files[role])
		if errors.Is(err, fs.ErrNotExist) && role == FangSong {
			continue
		}
		if err != nil {
			return nil, fmt.Errorf("load font %s: %w", files[role], err)
		}
		if all.faces[role], err = Parse(data); err != nil {
			return nil, fmt.Errorf("parse font %s: %w", files[role], err)
		}
	}
	return all, nil
}

// With are the faces with an office's own in some of the OfficeRoles, checked
// by Check; f itself stays as it is. Parsed faces are shared, so that it costs
// nothing to call it for every document.
func (f *Faces) With(own map[Role]*Face) (*Faces, error) {
	all := *f
	for role, face := range own {
		if !slices.Contains(OfficeRoles(), role) || face == nil {
			return nil, fmt.Errorf("%s cannot be an office's own face", role.Chinese())
		}
		all.faces[role] = face
	}
	return &all, nil
}

func find(dirs []fs.FS, name string) ([]byte, error) {
	for _, dir := range dirs {
		data, err := fs.ReadFile(dir, name)
		if !errors.Is(err, fs.ErrNotExist) {
			return data, err
		}
	}
	return nil, fs.ErrNotExist
}

// Has reports whether the face of a role is there.
func (f *Faces) Has(role Role) bool { return f.faces[role] != nil }

// Without are the same faces but for that of a role, which Song plays.
func (f *Faces) Without(role Role) *Faces {
	fewer := *f
	fewer.faces[role] = nil
	return &fewer
}

// Face is the face that plays a role: Song where 仿宋 is absent.
func (f *Faces) Face(role Role) *Face {
	if f.faces[role] == nil {
		return f.faces[Song]
	}
	return f.faces[role]
}

// Hashes are the SHA-256 sums of the faces that are there, by role.
func (f *Faces) Hashes() map[string]string {
	sums := make(map[string]string, roles)
	for role, face := range f.faces {
		if face != nil {
			sums[Role(role).String()] = face.Hash
		}
	}
	return sums
}

// Pick is the role whose face sets a character in text of the wanted role,
// and whether any face has it. Digits and Latin letters come from Song in 仿宋
// and 楷, where they are too wide and heavy; characters a face lacks come from
// Song, then from any other face.
func (f *Faces) Pick(wanted Role, r rune) (Role, bool) {
	if !f.Has(wanted) || (wanted == FangSong || wanted == Kai) && fromSong(r) || wanted == Kai && quotes[r] {
		wanted = Song
	}
	if f.Face(wanted).Has(r) {
		return wanted, true
	}
	for _, role := range [...]Role{Song, Hei, Kai, BiaoSong, FangSong} {
		if f.Has(role) && f.faces[role].Has(r) {
			return role, true
		}
	}
	return Song, false
}

// quotes are narrow in 楷.
var quotes = map[rune]bool{'“': true, '”': true, '‘': true, '’': true}

// fromSong reports whether text of a brush-like face takes r from Song: ASCII
// and Latin letters.
func fromSong(r rune) bool {
	return r < 0x80 || r >= 0xC0 && r < 0x250 && unicode.IsLetter(r)
}
