// Package config reads a program's settings: from its environment, and from a
// file of NAME=value lines, the form that systemd and docker take as well. The
// environment wins over the file, and what the command line says over both.
package config

import (
	"bufio"
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"os"
	"strings"
)

// Setting is one thing that can be set, by a name of the environment.
type Setting struct {
	Name    string
	Meaning string // in Chinese
	Default string
	// Check says in Chinese what is wrong with a value that is set, of says what
	// others are; nil takes any.
	Check func(value string, of func(name string) string) error
	// Secret: a value is a URL that may hold a password.
	Secret bool
}

// Value is what a setting is, and where that was said.
type Value struct {
	Setting
	Text   string
	Origin string // in Chinese
}

// Shown is the value without its password.
func (v Value) Shown() string {
	if v.Secret {
		return Masked(v.Text)
	}
	return v.Text
}

// Masked is an address without its password.
func Masked(address string) string {
	u, err := url.Parse(address)
	if err != nil || strings.Contains(u.Opaque, "@") {
		return "（不显示）"
	}
	if address == "" || u.Host == "" {
		return address
	}
	query := u.Query()
	for name := range query {
		if n := strings.ToLower(name); strings.Contains(n, "pass") || strings.Contains(n, "secret") {
			query.Set(name, "xxxxx")
		}
	}
	u.RawQuery = query.Encode()
	return u.Redacted()
}

// Config are all settings with their values.
type Config struct {
	values []Value
}

// DefaultOrigin is the origin of a value that nobody said.
const DefaultOrigin = "默认"

// Read gives every setting its value. path is the file, "" for none; lookup is
// the environment. Whatever is wrong, in the file and with the values, comes
// back at once, an error for each.
func Read(settings []Setting, path string, lookup func(name string) (string, bool)) (*Config, []error) {
	file, errs := readFile(path, settings)
	c := &Config{values: make([]Value, len(settings))}
	for i, s := range settings {
		v := Value{Setting: s, Text: s.Default, Origin: DefaultOrigin}
		if said, ok := file[s.Name]; ok {
			v.Text, v.Origin = said.text, fmt.Sprintf("%s 第%d行", path, said.line)
		}
		if text, ok := lookup(s.Name); ok && text != "" {
			v.Text, v.Origin = text, "环境变量"
		}
		c.values[i] = v
	}
	for _, v := range c.values {
		if v.Check == nil || v.Text == "" {
			continue
		}
		if err := v.Check(v.Text, c.Get); err != nil {
			errs = append(errs, fmt.Errorf("%s（%s）：%w", v.Name, v.Origin, err))
		}
	}
	return c, errs
}

// Get is a setting's value, "" where it has none. A name that is no setting is a
// mistake of the program.
func (c *Config) Get(name string) string { return c.find(name).Text }

// Say gives a setting a value of the command line.
func (c *Config) Say(name, text, flag string) {
	v := c.find(name)
	v.Text, v.Origin = text, "命令行 "+flag
}

// Values are all settings in their order.
func (c *Config) Values() []Value { return c.values }

func (c *Config) find(name string) *Value {
	for i := range c.values {
		if c.values[i].Name == name {
			return &c.values[i]
		}
	}
	panic("config: no setting " + name)
}

// said is a line of the file.
type said struct {
	text string
	line int
}

func readFile(path string, settings []Setting) (map[string]said, []error) {
	if path == "" {
		return nil, nil
	}
	f, err := os.Open(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, []error{fmt.Errorf("没有配置文件“%s”", path)}
	}
	if errors.Is(err, fs.ErrPermission) {
		return nil, []error{fmt.Errorf("没有权限读取配置文件“%s”，请用运行服务的用户，或核对它的权限", path)}
	}
	if err != nil {
		return nil, []error{fmt.Errorf("配置文件无法读取：%w", err)}
	}
	defer f.Close()
	known := map[string]bool{}
	for _, s := range settings {
		known[s.Name] = true
	}
	out := map[string]said{}
	var errs []error
	wrong := func(line int, format string, args ...any) {
		errs = append(errs, fmt.Errorf("%s 第%d行：%s", path, line, fmt.Sprintf(format, args...)))
	}
	lines := bufio.NewScanner(f)
	for n := 1; lines.Scan(); n++ {
		text := strings.TrimSpace(strings.TrimPrefix(lines.Text(), "\ufeff"))
		if text == "" || strings.HasPrefix(text, "#") {
			continue
		}
		name, value, found := strings.Cut(text, "=")
		name = strings.TrimSpace(name)
		switch _, twice := out[name]; {
		case !found:
			wrong(n, "应写作 名称=值")
		case !known[name]:
			wrong(n, "没有名为“%s”的设置（tongbao config 列出全部）", name)
		case twice:
			wrong(n, "“%s”已在第%d行写过", name, out[name].line)
		default:
			out[name] = said{unquoted(strings.TrimSpace(value)), n}
		}
	}
	if err := lines.Err(); err != nil {
		errs = append(errs, fmt.Errorf("配置文件无法读完：%w", err))
	}
	return out, errs
}

// unquoted is a value without the quotes around the whole of it.
func unquoted(value string) string {
	for _, q := range []string{`"`, `'`} {
		if len(value) >= 2 && strings.HasPrefix(value, q) && strings.HasSuffix(value, q) {
			return value[1 : len(value)-1]
		}
	}
	return value
}
