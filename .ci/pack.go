//go:build ignore

// Pack does what a release needs and a shell cannot do the same way everywhere:
//
//	go run .ci/pack.go zip PARENT FOLDER       a ZIP archive of a folder, to standard output
//	go run .ci/pack.go bom PROGRAM VERSION     the bill of materials of a program
//
// The same input gives the same bytes. Times are those of SOURCE_DATE_EPOCH.
package main

import (
	"archive/zip"
	"compress/flate"
	"debug/buildinfo"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"strconv"
	"strings"
	"time"
)

func main() {
	var err error
	switch {
	case len(os.Args) == 4 && os.Args[1] == "zip":
		err = pack(os.Stdout, os.Args[2], os.Args[3])
	case len(os.Args) == 4 && os.Args[1] == "bom":
		err = bom(os.Stdout, os.Args[2], os.Args[3])
	default:
		err = fmt.Errorf("usage: pack.go zip PARENT FOLDER, or pack.go bom PROGRAM VERSION")
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "pack:", err)
		os.Exit(1)
	}
}

// pack writes a folder as a ZIP archive, its files in the order of their names.
func pack(out io.Writer, parent, folder string) error {
	seconds, err := strconv.ParseInt(os.Getenv("SOURCE_DATE_EPOCH"), 10, 64)
	if err != nil {
		return fmt.Errorf("SOURCE_DATE_EPOCH: %w", err)
	}
	z := zip.NewWriter(out)
	z.RegisterCompressor(zip.Deflate, func(w io.Writer) (io.WriteCloser, error) { return flate.NewWriter(w, flate.BestCompression) })
	files := os.DirFS(parent)
	err = fs.WalkDir(files, folder, func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		data, err := fs.ReadFile(files, name)
		if err != nil {
			return err
		}
		h := &zip.FileHeader{Name: name, Method: zip.Deflate, Modified: time.Unix(seconds, 0).UTC()}
		h.SetMode(0o644)
		if path.Ext(name) == ".exe" {
			h.SetMode(0o755)
		}
		w, err := z.CreateHeader(h)
		if err != nil {
			return err
		}
		_, err = w.Write(data)
		return err
	})
	if err != nil {
		return err
	}
	return z.Close()
}

// The part of CycloneDX 1.5 that is used.
type (
	bill struct {
		Format       string       `json:"bomFormat"`
		Spec         string       `json:"specVersion"`
		Version      int          `json:"version"`
		Metadata     metadata     `json:"metadata"`
		Components   []component  `json:"components"`
		Dependencies []dependency `json:"dependencies"`
	}
	metadata struct {
		Component component `json:"component"`
	}
	component struct {
		Ref     string `json:"bom-ref"`
		Type    string `json:"type"`
		Name    string `json:"name"`
		Version string `json:"version"`
		Scope   string `json:"scope,omitempty"`
		Hashes  []hash `json:"hashes,omitempty"`
		Purl    string `json:"purl,omitempty"`
	}
	hash struct {
		Alg     string `json:"alg"`
		Content string `json:"content"`
	}
	dependency struct {
		Ref string   `json:"ref"`
		On  []string `json:"dependsOn"`
	}
)

// bom writes what is linked into a program: its modules, as the linker noted them, and Go's
// standard library. There is no serial number and no time in it, so that it can be built again.
func bom(out io.Writer, program, version string) error {
	info, err := buildinfo.ReadFile(program)
	if err != nil {
		return err
	}
	top := component{Ref: info.Main.Path, Type: "application", Name: info.Main.Path, Version: version}
	b := bill{Format: "CycloneDX", Spec: "1.5", Version: 1, Metadata: metadata{top}}
	goVersion := strings.TrimPrefix(info.GoVersion, "go")
	std := "pkg:golang/std@" + goVersion
	b.Components = append(b.Components, component{Ref: std, Type: "library", Name: "std", Version: goVersion, Scope: "required", Purl: std})
	on := []string{std}
	for _, m := range info.Deps {
		if m.Replace != nil {
			m = m.Replace
		}
		purl := "pkg:golang/" + m.Path + "@" + m.Version
		c := component{Ref: purl, Type: "library", Name: m.Path, Version: m.Version, Scope: "required", Purl: purl}
		// go.sum's hash is the SHA-256 of the list of the module's files, base64.
		if sum, err := base64.StdEncoding.DecodeString(strings.TrimPrefix(m.Sum, "h1:")); err == nil && len(sum) == 32 {
			c.Hashes = []hash{{"SHA-256", hex.EncodeToString(sum)}}
		}
		b.Components = append(b.Components, c)
		on = append(on, purl)
	}
	b.Dependencies = []dependency{{top.Ref, on}}
	enc := json.NewEncoder(out)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	return enc.Encode(b)
}
