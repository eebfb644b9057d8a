"""Sidecars like those that programs write, made by us for the tests."""

from __future__ import annotations

LIGHTROOM = """<x:xmpmeta xmlns:x="adobe:ns:meta/" x:xmptk="Adobe XMP Core 7.0-c000 1.000000">
 <rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
  <rdf:Description rdf:about=""
    xmlns:xmp="http://ns.adobe.com/xap/1.0/"
    xmlns:xmpMM="http://ns.adobe.com/xap/1.0/mm/"
    xmlns:stEvt="http://ns.adobe.com/xap/1.0/sType/ResourceEvent#"
    xmlns:photoshop="http://ns.adobe.com/photoshop/1.0/"
    xmlns:dc="http://purl.org/dc/elements/1.1/"
    xmlns:lr="http://ns.adobe.com/lightroom/1.0/"
    xmlns:crs="http://ns.adobe.com/camera-raw-settings/1.0/"
    xmlns:studio="https://example.com/ns/studio/1.0/"
   xmp:ModifyDate="2026-05-01T10:11:12+02:00"
   xmp:MetadataDate="2026-05-02T09:00:00+02:00"
   photoshop:SidecarForExtension="CR3"
   xmpMM:DocumentID="xmp.did:0a1b2c3d"
   studio:Job='Kowalski "spring" &amp; Sons'
   crs:Version="16.2"
   crs:Exposure2012="+0.35"
   crs:HasSettings="True">
   <dc:title>
    <rdf:Alt>
     <rdf:li xml:lang="x-default">The smile</rdf:li>
     <rdf:li xml:lang="fr-FR">Le sourire</rdf:li>
    </rdf:Alt>
   </dc:title>
   <dc:subject>
    <rdf:Bag>
     <rdf:li>portrait</rdf:li>
     <rdf:li>Zoë &amp; Co</rdf:li>
    </rdf:Bag>
   </dc:subject>
   <lr:hierarchicalSubject>
    <rdf:Bag>
     <rdf:li>People|Zoë</rdf:li>
    </rdf:Bag>
   </lr:hierarchicalSubject>
   <crs:ToneCurvePV2012>
    <rdf:Seq>
     <rdf:li>0, 0</rdf:li>
     <rdf:li>64, 50</rdf:li>
     <rdf:li>255, 255</rdf:li>
    </rdf:Seq>
   </crs:ToneCurvePV2012>
   <crs:MaskGroupBasedCorrections>
    <rdf:Seq>
     <rdf:li>
      <rdf:Description
       crs:What="Correction"
       crs:CorrectionName="Mask 1"
       crs:LocalExposure2012="0.25">
      <crs:CorrectionMasks>
       <rdf:Seq>
        <rdf:li crs:What="Mask/Image" crs:MaskSubType="1" crs:ReferencePoint="0.500000 0.500000"/>
       </rdf:Seq>
      </crs:CorrectionMasks>
      </rdf:Description>
     </rdf:li>
    </rdf:Seq>
   </crs:MaskGroupBasedCorrections>
   <xmpMM:History>
    <rdf:Seq>
     <rdf:li
      stEvt:action="saved"
      stEvt:when="2026-05-01T10:11:12+02:00"
      stEvt:softwareAgent="Adobe Photoshop Lightroom Classic 14.0"/>
    </rdf:Seq>
   </xmpMM:History>
  </rdf:Description>
 </rdf:RDF>
</x:xmpmeta>
"""
"""As Lightroom Classic writes it: masks, tone curve, history, a title in two languages."""

DARKTABLE = """<?xml version="1.0" encoding="UTF-8"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/" x:xmptk="XMP Core 4.4.0-Exiv2">
 <rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
  <rdf:Description rdf:about=""
    xmlns:exif="http://ns.adobe.com/exif/1.0/"
    xmlns:xmp="http://ns.adobe.com/xap/1.0/"
    xmlns:xmpMM="http://ns.adobe.com/xap/1.0/mm/"
    xmlns:darktable="http://darktable.sf.net/"
   exif:DateTimeOriginal="2026:05:01 10:11:12.340"
   xmp:Rating="1"
   xmpMM:DerivedFrom="IMG_0001.CR3"
   darktable:xmp_version="5"
   darktable:raw_params="0"
   darktable:auto_presets_applied="1"
   darktable:history_end="2"
   darktable:iop_order_version="4">
   <darktable:masks_history>
    <rdf:Seq/>
   </darktable:masks_history>
   <darktable:history>
    <rdf:Seq>
     <rdf:li
      darktable:num="0"
      darktable:operation="exposure"
      darktable:enabled="1"
      darktable:params="gz02eJxjYGBgYAFiCQYYOOHEgAYY0QVwggZ7CB6pfNoAAE8gGQg="
      darktable:multi_name=""/>
     <rdf:li
      darktable:num="1"
      darktable:operation="filmicrgb"
      darktable:enabled="1"
      darktable:params="gz10eJxjYACBBxYTHBXA"/>
    </rdf:Seq>
   </darktable:history>
  </rdf:Description>
 </rdf:RDF>
</x:xmpmeta>
"""
"""As darktable writes it, with an empty list that other writers drop."""

OLD = """<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xapmeta xmlns:x='adobe:ns:meta/' x:xaptk='XMP toolkit 2.8.2-33, framework 1.5'>
<rdf:RDF xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#' xmlns:iX='http://ns.adobe.com/iX/1.0/'>

 <rdf:Description about=''
  xmlns='http://ns.adobe.com/pdf/1.3/'
  xmlns:pdf='http://ns.adobe.com/pdf/1.3/'>
  <pdf:Producer>Old tool</pdf:Producer>
 </rdf:Description>

 <rdf:Description about=''
  xmlns:xap='http://ns.adobe.com/xap/1.0/'
  xap:CreateDate='2003-04-05T06:07:08Z'
  xap:Rating='0'/>

 <rdf:Description about=''
  xmlns:dc='http://purl.org/dc/elements/1.1/'>
  <dc:description>
   <rdf:Alt>
    <rdf:li xml:lang='x-default'>Caption with 5 &lt; 6 and "quotes"</rdf:li>
   </rdf:Alt>
  </dc:description>
 </rdf:Description>

</rdf:RDF>
</x:xapmeta>
                                                                                \n\
<?xpacket end='w'?>"""
"""An old packet: three descriptions, the prefix ``xap``, single quotes, padding."""

PACKETS = {
    "lightroom": LIGHTROOM.encode(),
    "lightroom with line ends of Windows": LIGHTROOM.replace("\n", "\r\n").encode(),
    "darktable": DARKTABLE.encode(),
    "old": OLD.encode(),
    "old with a byte-order mark": b"\xef\xbb\xbf" + OLD.encode(),
    "UTF-16": b"\xff\xfe" + OLD.encode("utf-16-le"),
}
"""Every kind by name."""
