package marc
import ("testing";"os";"fmt";"io")
func TestZZ(t *testing.T){
 f,_:=os.Open(os.Getenv("ZZ")); r,_:=NewReader(f)
 for { it,err:=r.Next(); if err==io.EOF {break}; if it==nil {fmt.Println(err);continue}
 fmt.Println(it.Position, it.Problems)
 if os.Getenv("ZV")!="" { fmt.Println(it.Record.Leader); for _,f:=range it.Record.Fields { fmt.Printf("%s %q",f.Tag,string([]byte{f.Ind1,f.Ind2})+f.Value); for _,s:=range f.Subfields{fmt.Printf(" $%c %s",s.Code,s.Value)}; fmt.Println()}}
 }}
