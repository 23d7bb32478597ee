// The types behind the golden bytes, exactly as they came with them: formatters and analyzers leave *.g.cs alone.
#nullable enable
#pragma warning disable CS0414, CS0067 // members that exist only to be found, or not to be found, by reflection
using System.Runtime.Serialization;
using global::MessagePack;

namespace ProcQ.Tests.MessagePack.Vectors;

public enum E1 { A=0, B=1, Big=300, Neg=-1 }
public enum EB : byte { X=200 }
[Flags] public enum EL : long { P = 1L<<40 }
[MessagePackObject] public class K0 { [Key(0)] public int A {get;set;}=1; [Key(1)] public string B{get;set;}="b"; }
[MessagePackObject] public class KGap { [Key(0)] public int A {get;set;}=1; [Key(3)] public string B{get;set;}="b"; }
[MessagePackObject] public class KStr { [Key("x")] public int A {get;set;}=1; [Key("y")] public string B{get;set;}="b"; }
[MessagePackObject(true)] public class KName { public int Alpha {get;set;}=1; public string Beta; public KName(){Beta="b";} [IgnoreMember] public int Z=9; }
[DataContract] public class DC1 { [DataMember(Order=1)] public int A{get;set;}=7; [DataMember(Order=0)] public string B{get;set;}="b"; public int NotIncluded=4; }
[DataContract] public class DC2 { [DataMember(Name="n")] public int A{get;set;}=7; [DataMember] public string B{get;set;}="b"; }
[MessagePackObject] public class KRO { [Key(0)] public int A{get;} [Key(1)] public string B{get;} [SerializationConstructor] public KRO(int a,string b){A=a;B=b;} public KRO(){ A=0;B="";} }
[MessagePackObject] public record Rec([property:Key(0)] int A, [property:Key(1)] string B);
[MessagePackObject(true)] public record RecName(int A, string B);
[MessagePackObject] public struct St { [Key(0)] public int A; [Key(1)] public float B; }
[MessagePackObject] public class Empty {}
[MessagePackObject(true)] public class EmptyMap {}
[MessagePackObject] public class Gen<T> { [Key(0)] public T? V {get;set;} }
[MessagePackObject] public class WithObj { [Key(0)] public object? O {get;set;} }
[Union(0, typeof(UA)), Union(1, typeof(UB))] public interface IU {}
[MessagePackObject] public class UA : IU { [Key(0)] public int A{get;set;}=5; }
[MessagePackObject] public class UB : IU { [Key(0)] public string B{get;set;}="u"; }
public class NotUnion : IU {}
[MessagePackObject] public class BaseC { [Key(0)] public int A{get;set;}=1; }
[MessagePackObject] public class DerC : BaseC { [Key(1)] public int B{get;set;}=2; }
public class Poco { public int A{get;set;}=1; public string? B{get;set;}="b"; public int F=3; private int priv=4; public int RO => 5; public static int S=6; }
public record PocoRec(int A, string B);
public struct PocoSt { public int A; public int B; }
public class PocoDer : Poco { public int D{get;set;}=8; }
public class KList : List<int> {}
[MessagePackObject(AllowPrivate=true)] public class Priv { [Key(0)] private int a = 3; [Key(1)] internal string b="p"; }
[MessagePackObject] public class PrivNo { [Key(0)] public int A {get; private set;} = 3; }
[MessagePackObject] public class Neg { [Key(-1)] public int N {get;set;}=9; [Key(1)] public int A {get;set;}=1; }
[MessagePackObject] public class GetOnly { [Key(0)] public int A => 7; [Key(1)] public int B {get;set;}=2; }
[MessagePackObject] public class SetOnly { int b; [Key(0)] public int A {get;set;}=1; [Key(1)] public int B { set { b=value; } } [IgnoreMember] public int Bv=>b; }
[MessagePackObject(true)] public class BaseP { public int B1 {get;set;}=1; public int F1=2; }
[MessagePackObject(true)] public class DerP : BaseP { public int D1 {get;set;}=3; public int F2=4; }
[MessagePackObject] public class SBase { [Key("z")] public int Z {get;set;}=1; }
[MessagePackObject] public class SDer : SBase { [Key("a")] public int A {get;set;}=2; [Key("f")] public int F=3; }
[MessagePackObject] public class MissingKey { public int A {get;set;}=1; }
[MessagePackObject] public class MixedKeys { [Key(0)] public int A {get;set;}=1; [Key("b")] public int B {get;set;}=1; }
[MessagePackObject] public class DupKeys { [Key(0)] public int A {get;set;}=1; [Key(0)] public int B {get;set;}=1; }
[MessagePackObject] public class CtorPos { [Key(0)] public int A {get;} [Key(2)] public string B {get;} public CtorPos(int whatever, string other){A=whatever;B=other;} }
[MessagePackObject] public class CtorName { [Key("a")] public int A {get;} [Key("b")] public string B {get;} public CtorName(string b, int A){this.A=A;B=b;} }
[MessagePackObject] public class CtorBest { [Key(0)] public int A {get;set;} [Key(1)] public int B {get;set;} public string Used=>used; string used=""; public CtorBest(){used="()";} public CtorBest(int a){A=a;used="(a)";} public CtorBest(int a,int b,int c){used="(a,b,c)";} [IgnoreMember] public string U=>used; }
[MessagePackObject] public class CtorBest2 { [Key(0)] public int A {get;set;} [Key(1)] public int B {get;set;} [IgnoreMember] public string U=""; public CtorBest2(){U="()";} public CtorBest2(int a){A=a;U="(a)";} public CtorBest2(int a,int b,int c){U="(a,b,c)";} }
[MessagePackObject] public class CtorSer { [Key(0)] public int A {get;set;} [Key(1)] public int B {get;set;} [IgnoreMember] public string U=""; public CtorSer(){U="()";} [SerializationConstructor] public CtorSer(int a){A=a;U="(a)";} public CtorSer(int a,int b){U="(a,b)";} }
[MessagePackObject] public class CtorBad { [Key(0)] public int A {get;set;} [SerializationConstructor] public CtorBad(string x){} }
[MessagePackObject] public record RInit { [Key(0)] public int A {get;init;} [Key(1)] public required string B {get;init;} }
[MessagePackObject] public readonly record struct RRS([property:Key(0)] int A,[property:Key(1)] int B);
[MessagePackObject(true)] public record struct RS(int A,int B);
[MessagePackObject] public class Defaults { [Key(0)] public int A {get;set;}=5; [Key(1)] public string B {get;set;}="dflt"; [Key(2)] public List<int> L {get;set;}=new(){1}; }
[MessagePackObject(true)] public class DefaultsM { public int A {get;set;}=5; public string B {get;set;}="dflt"; }
[MessagePackObject] public class Cb : IMessagePackSerializationCallbackReceiver { [Key(0)] public int A {get;set;}=1; public void OnBeforeSerialize(){A=42;} public void OnAfterDeserialize(){A=-A;} }
[DataContract] public class DCGap { [DataMember(Order=0)] public int A=1; [DataMember(Order=3)] public int B=2; }
[DataContract] public class DCMix { [DataMember(Name="x")] public int A=1; [DataMember] public int B=2; [IgnoreDataMember] public int C=3; }
[DataContract] public class DCPriv { [DataMember] private int a=1; [DataMember] public int B=2; }
[MessagePackObject(true)] public class OrderAttr { [DataMember(Order=2)] public int A=1; [DataMember(Order=1)] public int B=2; public int C=3; }
[Union(10,typeof(U10)),Union(300,typeof(U300))] [MessagePackObject] public abstract class UBase { [Key(0)] public int Id {get;set;}=1; }
[MessagePackObject] public class U10:UBase { [Key(1)] public int X {get;set;}=2; }
[MessagePackObject] public class U300:UBase { [Key(1)] public string Y {get;set;}="y"; }
[MessagePackObject] public class U10Sub:U10 { }
[MessagePackObject] public class Hold { [Key(0)] public UBase U {get;set;}=new U10(); [Key(1)] public List<UBase> L {get;set;}=new(){new U300()}; }
[MessagePackObject] internal class Intern { [Key(0)] public int A {get;set;}=1; }
public class Outer { [MessagePackObject] public class Nested { [Key(0)] public int A {get;set;}=1; } [MessagePackObject(AllowPrivate=true)] internal class PNested { [Key(0)] public int A {get;set;}=1; } }
public class Shadow0 { public int A=1; } public class Shadow1 : Shadow0 { public new string A="n"; }
[MessagePackObject] public class Rec1 { [Key(0)] public Rec1? Next {get;set;} [Key(1)] public int V {get;set;} }
public class IdxPoco { public int A=1; public int this[int i]=>i; public Action? Ev; public event Action? E; public static int S=1; public const int K=2; public readonly int RO=3; [NonSerialized] public int NS=4; }
public class CoPriv { private int p=1; public int A {get; private set;}=2; internal int I {get;set;}=3; protected int Pr=4; }
